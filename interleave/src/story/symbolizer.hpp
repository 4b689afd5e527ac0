// From a place in the program's code to the source line a person can open, by the program's debug
// information (elfutils' libdw).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "interleave/story.hpp"
#include "story/debug_info.hpp"
#include "story/recorder.hpp"
#include "story/variables.hpp"

namespace interleave {

// A source line, and how to find on it the call that was made there.
struct Location {
  Source source;
  int column = 0;       // From 1; 0 when unknown.
  int indentation = 0;  // The space in front of source.text.
};

// A call to code that is told from outside: parts_told_as_calls().
struct OutsideCall {
  Stack callers;  // The calls that lead to it, up to its own.
  std::string text;
};

// Where the user's outermost function makes a call.
struct OutermostCall {
  Stack callers;
  std::string file;
  int line = 0;
  int column = 0;

  bool operator==(const OutermostCall&) const = default;
};

class Symbolizer {
 public:
  Symbolizer();

  // Returns the user's own lines that `stack` goes through, outermost call first. Code of the
  // standard library, of GoogleTest and of interleave is left out.
  std::vector<Location> user_lines(const Stack& stack);

  // Returns the lines of libraries that the innermost of them leads to, outermost call first.
  std::vector<Location> library_lines(const Stack& stack);

  // Returns told_of() the user's own lines.
  std::vector<Location> told_lines(const Stack& stack);

  // Returns the call to code that is told from outside where `stack` is inside one.
  std::optional<OutsideCall> outside_call(const Stack& stack);

  // Returns whether the instruction before `pc` comes from a user's own line.
  bool is_user_code(const void* pc);

  // Returns whether the instruction before `pc` comes from a file whose name ends with `file`, also
  // by way of an inlined function.
  bool comes_from(const void* pc, std::string_view file);

  // Returns the static variable that lies at `address`, if one does.
  std::optional<StaticVariable> variable_at(const void* address);

  // Returns the first of the user's own lines that `stack` goes through, and what leads to it. It
  // stays the same while the user's outermost function is in the same call.
  OutermostCall outermost_call(const Stack& stack);

 private:
  // The lines at a place, innermost inlined call first.
  const std::vector<Location>& lines_at(const void* pc);
  std::vector<Location> look_up(const void* pc);

  DebugInfo& debug_;
  std::unordered_map<const void*, std::vector<Location>> known_;
};

// Returns those of a stack's lines that a story shows: it ends before code that is told from
// outside.
std::vector<Location> told_of(std::vector<Location> lines);

// Whether that code is told from outside, by the calls that are made to it.
bool is_told_as_call(const Location& line);

// What interleave::tell_as_calls() was given.
std::vector<std::string>& parts_told_as_calls();

// Returns a line of a file as it is; empty if there is none.
std::string source_line(const std::string& file, int line);

// Returns a function's name as people say it: "BoundedQueue<int>::push" for
// "void BoundedQueue<int>::push(int)", and "" for a lambda.
std::string short_function_name(const std::string& demangled);

}  // namespace interleave
