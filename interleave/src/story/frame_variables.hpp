// The variables that a thread can see from where it is: those of its functions, of lambdas what
// they capture, and static ones.
#pragma once

#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "story/debug_info.hpp"
#include "story/frames.hpp"

namespace interleave {

struct VisibleVariable {
  std::string name;  // "" for `this`.
  Dwarf_Die type;
  std::uintptr_t at = 0;
};

class FrameVariables {
 public:
  // Returns the variables of the reader's own functions among `frames`, innermost first.
  std::vector<VisibleVariable> in(const Frames& frames);

  // Returns the classes whose member functions the innermost of the reader's own functions is, or
  // is written in: there their members have no name in front.
  std::vector<std::string> classes_of(const Frames& frames);

  // Returns the static variables of the program.
  const std::vector<VisibleVariable>& static_ones();

 private:
  struct Described {
    Dwarf_Die die;
    Dwarf_Die function;  // Whose frame it is in.
    std::string name;
    Dwarf_Die type;
  };
  struct Function {
    Dwarf_Addr bias = 0;
    bool is_readers_own = false;
    std::vector<Described> variables;
    std::vector<std::string> classes;
  };

  const Function& function_at(const void* pc);
  Function describe(const void* pc);

  std::unordered_map<const void*, Function> functions_;  // By the place in them.
  std::deque<std::uintptr_t> registers_;                 // What is in a register is looked at here.
  std::vector<VisibleVariable> static_ones_;
  bool has_static_ones_ = false;
};

}  // namespace interleave
