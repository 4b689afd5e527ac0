#include "story/variables.hpp"

#include <dwarf.h>
#include <elfutils/libdw.h>

#include "story/demangle.hpp"

namespace interleave {
namespace {

std::optional<Dwarf_Word> number(Dwarf_Die* die, unsigned name) {
  Dwarf_Attribute attribute;
  Dwarf_Word value = 0;
  if (dwarf_attr_integrate(die, name, &attribute) == nullptr) return std::nullopt;
  if (dwarf_formudata(&attribute, &value) != 0) return std::nullopt;
  return value;
}

// The type of a variable or member, without const and without the names that stand for it.
bool type_of(Dwarf_Die* die, Dwarf_Die* type) {
  Dwarf_Attribute attribute;
  if (dwarf_attr_integrate(die, DW_AT_type, &attribute) == nullptr) return false;
  if (dwarf_formref_die(&attribute, type) == nullptr) return false;
  return dwarf_peel_type(type, type) == 0;
}

// Returns ".out" for the member at `offset`, ".low.out" for a member of a member, "[3]" for an
// element of an array.
std::string path_to(Dwarf_Die* type, Dwarf_Word offset);

std::string path_to_member(Dwarf_Die* type, Dwarf_Word offset) {
  Dwarf_Die member;
  if (dwarf_child(type, &member) != 0) return "";
  do {
    const int tag = dwarf_tag(&member);
    if (tag != DW_TAG_member && tag != DW_TAG_inheritance) continue;
    const std::optional<Dwarf_Word> begin = number(&member, DW_AT_data_member_location);
    Dwarf_Die inner;
    Dwarf_Word bytes = 0;
    if (!begin || !type_of(&member, &inner) || dwarf_aggregate_size(&inner, &bytes) != 0) continue;
    if (offset < *begin || offset >= *begin + bytes) continue;
    const char* name = dwarf_diename(&member);
    const bool is_base = tag == DW_TAG_inheritance;
    return (is_base || name == nullptr ? "" : std::string(".") + name) +
           path_to(&inner, offset - *begin);
  } while (dwarf_siblingof(&member, &member) == 0);
  return "";
}

std::string path_to(Dwarf_Die* type, Dwarf_Word offset) {
  switch (dwarf_tag(type)) {
    case DW_TAG_structure_type:
    case DW_TAG_class_type:
      return path_to_member(type, offset);
    case DW_TAG_array_type: {
      Dwarf_Die element;
      Dwarf_Word bytes = 0;
      if (!type_of(type, &element) || dwarf_aggregate_size(&element, &bytes) != 0) return "";
      if (bytes == 0) return "";
      return "[" + std::to_string(offset / bytes) + "]" + path_to(&element, offset % bytes);
    }
    default:
      return "";
  }
}

bool lies_at(Dwarf_Die* variable, Dwarf_Addr address) {
  Dwarf_Attribute attribute;
  Dwarf_Op* location = nullptr;
  std::size_t length = 0;
  if (dwarf_attr(variable, DW_AT_location, &attribute) == nullptr) return false;
  if (dwarf_getlocation(&attribute, &location, &length) != 0 || length != 1) return false;
  if (location->atom == DW_OP_addr) return location->number == address;
  // DWARF 5, as clang writes it: the address stands in a table.
  Dwarf_Addr found = 0;
  return location->atom == DW_OP_addrx &&
         dwarf_getlocation_attr(&attribute, location, &attribute) == 0 &&
         dwarf_formaddr(&attribute, &found) == 0 && found == address;
}

// The variable below `parent` that begins at `address`, also one inside a function or namespace.
bool find_variable(Dwarf_Die* parent, Dwarf_Addr address, Dwarf_Die* found) {
  Dwarf_Die die;
  if (dwarf_child(parent, &die) != 0) return false;
  do {
    switch (dwarf_tag(&die)) {
      case DW_TAG_variable:
        if (!lies_at(&die, address)) break;
        *found = die;
        return true;
      case DW_TAG_subprogram:
      case DW_TAG_namespace:
      case DW_TAG_class_type:
      case DW_TAG_structure_type:
      case DW_TAG_lexical_block:
        if (find_variable(&die, address, found)) return true;
        break;
      default:
        break;
    }
  } while (dwarf_siblingof(&die, &die) == 0);
  return false;
}

void add_declaration(Dwarf_Die* die, StaticVariable& variable) {
  Dwarf_Attribute attribute;
  Dwarf_Die declared = *die;
  if (dwarf_attr(die, DW_AT_specification, &attribute) != nullptr) {
    dwarf_formref_die(&attribute, &declared);
  }
  const char* file = dwarf_decl_file(&declared);
  if (file == nullptr || dwarf_decl_line(&declared, &variable.line) != 0) return;
  variable.file = file;
}

}  // namespace

std::optional<StaticVariable> static_variable_at(Dwfl* dwfl, const void* address) {
  const auto at = reinterpret_cast<Dwarf_Addr>(address);
  Dwfl_Module* module = dwfl == nullptr ? nullptr : dwfl_addrmodule(dwfl, at);
  if (module == nullptr) return std::nullopt;
  GElf_Off offset = 0;
  GElf_Sym symbol;
  const char* name = dwfl_module_addrinfo(module, at, &offset, &symbol, nullptr, nullptr, nullptr);
  if (name == nullptr || GELF_ST_TYPE(symbol.st_info) != STT_OBJECT) return std::nullopt;
  StaticVariable variable{readable_name(name), "", 0};
  Dwarf_Addr bias = 0;
  for (Dwarf_Die* unit = nullptr; (unit = dwfl_module_nextcu(module, unit, &bias)) != nullptr;) {
    Dwarf_Die die;
    if (!find_variable(unit, at - offset - bias, &die)) continue;
    add_declaration(&die, variable);
    Dwarf_Die type;
    if (type_of(&die, &type)) variable.name += path_to(&type, offset);
    break;
  }
  return variable;
}

}  // namespace interleave
