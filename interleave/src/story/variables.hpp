// Which static variable lies at an address, by the program's debug information.
#pragma once

#include <optional>
#include <string>

#include "story/member_path.hpp"

namespace interleave {

struct StaticVariable {
  std::string name;  // With its member: "counters.out", "next_number()::last".
  std::string file;  // Where it is declared; empty when unknown.
  int line = 0;
};

// Returns nothing where no symbol says what is there.
std::optional<StaticVariable> static_variable_at(const void* address);

// Returns how the source reaches a place in a static variable; nothing where it is in none.
std::optional<MemberPath> static_path_to(const Target& target);

}  // namespace interleave
