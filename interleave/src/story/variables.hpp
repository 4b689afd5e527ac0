// Which static variable lies at an address, by the program's debug information.
#pragma once

#include <elfutils/libdwfl.h>

#include <optional>
#include <string>

namespace interleave {

struct StaticVariable {
  std::string name;  // With its member: "counters.out", "next_number()::last".
  std::string file;  // Where it is declared; empty when unknown.
  int line = 0;
};

// Returns nothing where no symbol says what is there.
std::optional<StaticVariable> static_variable_at(Dwfl* dwfl, const void* address);

}  // namespace interleave
