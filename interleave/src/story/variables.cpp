#include "story/variables.hpp"

#include <dwarf.h>

#include <utility>

#include "story/debug_info.hpp"
#include "story/demangle.hpp"
#include "story/dwarf_values.hpp"

namespace interleave {
namespace {

// The variable below `parent` that begins at `address`, also one inside a function or namespace.
bool find_variable(Dwarf_Die* parent, std::uintptr_t address, Dwarf_Addr bias, Dwarf_Die* found) {
  Dwarf_Die die;
  if (dwarf_child(parent, &die) != 0) return false;
  do {
    switch (dwarf_tag(&die)) {
      case DW_TAG_variable:
        if (static_place_of(&die, bias) != address) break;
        *found = die;
        return true;
      case DW_TAG_subprogram:
      case DW_TAG_namespace:
      case DW_TAG_class_type:
      case DW_TAG_structure_type:
      case DW_TAG_lexical_block:
        if (find_variable(&die, address, bias, found)) return true;
        break;
      default:
        break;
    }
  } while (dwarf_siblingof(&die, &die) == 0);
  return false;
}

struct Found {
  std::string symbol;
  std::uintptr_t begin = 0;
  std::optional<Dwarf_Die> die{};
};

std::optional<Found> find(std::uintptr_t address) {
  const auto* place = reinterpret_cast<const void*>(address);
  Dwfl_Module* module = DebugInfo::of_process().module_at(place);
  if (module == nullptr) return std::nullopt;
  GElf_Off offset = 0;
  GElf_Sym symbol;
  const char* name =
      dwfl_module_addrinfo(module, address, &offset, &symbol, nullptr, nullptr, nullptr);
  if (name == nullptr || GELF_ST_TYPE(symbol.st_info) != STT_OBJECT) return std::nullopt;
  Found found{readable_name(name), address - offset};
  Dwarf_Addr bias = 0;
  for (Dwarf_Die unit : DebugInfo::of_process().units_of_module(place, bias)) {
    Dwarf_Die die;
    if (!find_variable(&unit, found.begin, bias, &die)) continue;
    found.die = die;
    const char* in_source = dwarf_diename(&die);
    // In C a static variable of a function gets a number: "count.0".
    if (in_source != nullptr && found.symbol.find('.') != std::string::npos) {
      found.symbol = in_source;
    }
    break;
  }
  // What no source has is the compiler's own.
  if (!found.die && found.symbol.find('.') != std::string::npos) return std::nullopt;
  return found;
}

MemberPath path_in(Found& found, const Target& target) {
  Dwarf_Die type;
  MemberPath path;
  if (found.die && type_of(&*found.die, &type)) {
    path = path_to(target, found.symbol, type, found.begin, 0);
  }
  if (path.parts.empty()) path.parts.push_back({found.symbol, false, {}});
  return path;
}

}  // namespace

std::optional<StaticVariable> static_variable_at(const void* address) {
  const Target target{reinterpret_cast<std::uintptr_t>(address)};
  std::optional<Found> found = find(target.address);
  if (!found) return std::nullopt;
  StaticVariable variable{path_in(*found, target).text(), "", 0};
  if (!found->die) return variable;
  Dwarf_Attribute attribute;
  Dwarf_Die declared = *found->die;
  if (dwarf_attr(&declared, DW_AT_specification, &attribute) != nullptr) {
    dwarf_formref_die(&attribute, &declared);
  }
  if (dwarf_decl_line(&declared, &variable.line) == 0) variable.file = file_of(&declared);
  return variable;
}

std::optional<MemberPath> static_path_to(const Target& target) {
  std::optional<Found> found = find(target.address);
  if (!found) return std::nullopt;
  return path_in(*found, target);
}

}  // namespace interleave
