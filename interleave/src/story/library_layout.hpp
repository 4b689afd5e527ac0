// Where the standard library's containers have their elements.
#pragma once

#include <elfutils/libdw.h>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace interleave {

struct Member {
  Dwarf_Die die;
  Dwarf_Die type;
  std::uintptr_t offset = 0;
  bool is_base = false;
};

// Those of a class, its bases among them, but for static ones.
std::vector<Member> members_of(Dwarf_Die* type);

// Returns "" where there is none.
std::string_view name_of(Dwarf_Die* die);

// Elements that lie one behind the other.
struct Elements {
  Dwarf_Die type;
  std::uintptr_t begin = 0;
  std::uintptr_t end = 0;
  std::size_t first_index = 0;
};

// Returns those of a std::vector or std::deque; none of another class.
std::vector<Elements> elements_of(Dwarf_Die* container, std::uintptr_t at);

}  // namespace interleave
