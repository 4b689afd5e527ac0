// How the source would reach a place in memory from a variable: "G->start.sense", "forks[2]",
// "boxes[1].mutex_". By types, as debug information describes them.
#pragma once

#include <elfutils/libdw.h>

#include <cstdint>
#include <string>
#include <vector>

namespace interleave {

// A name on the way, as "->start" or "[2]".
struct PathPart {
  std::string text;          // "start", "[2]".
  bool after_arrow = false;  // The name before it is that of a pointer.
  // The class that has it as a member, and those that inherit it from there on the way.
  std::vector<std::string> classes;
};

struct MemberPath {
  std::vector<PathPart> parts;  // The first is the variable; its text is "" for `this`.
  bool is_pointed_at = false;   // It ends with a pointer, and means what that points to.
  bool is_alias = false;        // The variable is a reference or a pointer to it, and no more.

  // Returns the names from `first` on: "*values[3]".
  std::string text(std::size_t first = 0) const;
};

// A piece of memory, with the memory around it that was asked for at once.
struct Target {
  std::uintptr_t address = 0;
  std::uintptr_t block_begin = 0;  // Both 0 where no block is known.
  std::uintptr_t block_end = 0;
};

// Looks for `target` in a variable of type `type` that begins at `at`, and in what it leads to by
// at most so many pointers. Returns an empty path where it is not found.
MemberPath path_to(const Target& target, const std::string& variable, Dwarf_Die type,
                   std::uintptr_t at, int pointers_max);

// Returns the class that `type`, that of a `this`, points to; "" where it is none, or a lambda.
std::string class_of_this(Dwarf_Die type);

// Whether a type is that of a lambda: its members are the variables that it captures.
bool is_closure(Dwarf_Die* type);

// Returns a captured variable's own name; "" for `this`.
std::string captured_name(const char* member);

}  // namespace interleave
