// Where a variable is, and of what type, as debug information says it.
#pragma once

#include <elfutils/libdw.h>

#include <cstdint>
#include <optional>
#include <string>

#include "story/frames.hpp"

namespace interleave {

std::optional<Dwarf_Word> number_of(Dwarf_Die* die, unsigned attribute);

// Returns false where there is none. Names that stand for the type, const and volatile are taken
// off.
bool type_of(Dwarf_Die* die, Dwarf_Die* type);

// Returns 0 where it is not known.
std::size_t bytes_of(Dwarf_Die* type);

// Returns where the type or variable was declared; empty when unknown.
std::string file_of(Dwarf_Die* die);

// Where a variable is: in memory, or in a register whose value alone is known.
struct Place {
  std::uintptr_t value = 0;
  bool is_address = true;
};

// Of a variable of the function `frame` is in. `function` has the frame, which `variable` may have
// come into by way of an inlined call. Empty where debug information does not say, or needs what is
// not known any more.
std::optional<Place> place_of(Dwarf_Die* variable, Dwarf_Die* function, const Frame& frame,
                              Dwarf_Addr bias);

// Of a static variable.
std::optional<std::uintptr_t> static_place_of(Dwarf_Die* variable, Dwarf_Addr bias);

}  // namespace interleave
