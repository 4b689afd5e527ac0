#include "story/debug_info.hpp"

#include <dwarf.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

namespace interleave {
namespace {

bool has_code(Dwarf_Die* die) {
  Dwarf_Attribute attribute;
  return dwarf_attr(die, DW_AT_low_pc, &attribute) != nullptr ||
         dwarf_attr(die, DW_AT_ranges, &attribute) != nullptr;
}

// All functions with code below `parent`. A lambda's DIE stands inside that of the function it was
// written in, whose code does not contain it: dwarf_getscopes() would not look there.
void collect_functions(Dwarf_Die* parent, std::vector<Dwarf_Die>& functions) {
  Dwarf_Die die;
  if (dwarf_child(parent, &die) != 0) return;
  do {
    switch (dwarf_tag(&die)) {
      case DW_TAG_subprogram:
        if (has_code(&die)) functions.push_back(die);
        [[fallthrough]];
      case DW_TAG_namespace:
      case DW_TAG_class_type:
      case DW_TAG_structure_type:
      case DW_TAG_lexical_block:
        collect_functions(&die, functions);
        break;
      default:
        break;
    }
  } while (dwarf_siblingof(&die, &die) == 0);
}

// The blocks and inlined calls below `parent` that `address` is in, outermost first.
void collect_scopes(Dwarf_Die* parent, Dwarf_Addr address, std::vector<Dwarf_Die>& scopes) {
  Dwarf_Die die;
  if (dwarf_child(parent, &die) != 0) return;
  do {
    const int tag = dwarf_tag(&die);
    const bool is_block = tag == DW_TAG_lexical_block || tag == DW_TAG_inlined_subroutine;
    if (!is_block || dwarf_haspc(&die, address) <= 0) continue;
    scopes.push_back(die);
    return collect_scopes(&die, address, scopes);
  } while (dwarf_siblingof(&die, &die) == 0);
}

}  // namespace

// That of the process before a fork is left alone: its open files and its memory may be gone.
DebugInfo& DebugInfo::of_process() {
  static DebugInfo* debug_info = nullptr;
  static pid_t process = 0;
  if (process != getpid()) {
    process = getpid();
    debug_info = new DebugInfo();
  }
  return *debug_info;
}

DebugInfo::DebugInfo() {
  static char* no_path = nullptr;
  static const Dwfl_Callbacks callbacks = {
      .find_elf = dwfl_linux_proc_find_elf,
      .find_debuginfo = dwfl_standard_find_debuginfo,
      .section_address = nullptr,
      .debuginfo_path = &no_path,
  };
  dwfl_ = dwfl_begin(&callbacks);
  if (dwfl_ == nullptr) return;
  dwfl_linux_proc_report(dwfl_, getpid());
  dwfl_report_end(dwfl_, nullptr, nullptr);
}

DebugInfo::~DebugInfo() {
  if (dwfl_ != nullptr) dwfl_end(dwfl_);
}

Dwfl_Module* DebugInfo::module_at(const void* address) {
  return dwfl_ == nullptr ? nullptr : dwfl_addrmodule(dwfl_, reinterpret_cast<Dwarf_Addr>(address));
}

// Every unit is asked: clang leaves out the table that would tell it at once (.debug_aranges).
std::optional<DebugInfo::Code> DebugInfo::code_before(const void* pc) {
  Dwfl_Module* module = module_at(static_cast<const char*>(pc) - 1);
  if (module == nullptr) return std::nullopt;
  const Dwarf_Addr address = reinterpret_cast<Dwarf_Addr>(pc) - 1;
  Dwarf_Addr bias = 0;
  for (Dwarf_Die* unit = nullptr; (unit = dwfl_module_nextcu(module, unit, &bias)) != nullptr;) {
    if (dwarf_haspc(unit, address - bias) > 0) return Code{*unit, bias, address - bias};
  }
  return std::nullopt;
}

const std::vector<DebugInfo::Function>& DebugInfo::functions_of(Dwarf_Die* unit) {
  const auto [found, is_new] = functions_.try_emplace(unit->addr);
  if (!is_new) return found->second;
  std::vector<Dwarf_Die> dies;
  collect_functions(unit, dies);
  for (Dwarf_Die& die : dies) {
    Function function{die};
    const bool in_one_piece =
        dwarf_lowpc(&die, &function.begin) == 0 && dwarf_highpc(&die, &function.end) == 0;
    if (!in_one_piece) function.end = 0;
    found->second.push_back(function);
  }
  return found->second;
}

std::vector<Dwarf_Die> DebugInfo::scopes_at(const Code& code) {
  std::vector<Dwarf_Die> scopes;
  Dwarf_Die unit = code.unit;
  for (Function function : functions_of(&unit)) {
    const bool is_inside = function.end == 0
                               ? dwarf_haspc(&function.die, code.address) > 0
                               : code.address >= function.begin && code.address < function.end;
    if (!is_inside) continue;
    scopes.push_back(function.die);
    collect_scopes(&function.die, code.address, scopes);
  }
  return scopes;
}

std::vector<Dwarf_Die> DebugInfo::units_of_module(const void* address, Dwarf_Addr& bias) {
  std::vector<Dwarf_Die> units;
  Dwfl_Module* module = module_at(address);
  if (module == nullptr) return units;
  for (Dwarf_Die* unit = nullptr; (unit = dwfl_module_nextcu(module, unit, &bias)) != nullptr;) {
    units.push_back(*unit);
  }
  return units;
}

std::string absolute_path(Dwarf_Die* unit, const char* file) {
  if (file == nullptr) return "";
  std::filesystem::path path = file;
  if (path.is_relative()) {
    Dwarf_Attribute attribute;
    const char* directory = dwarf_formstring(dwarf_attr(unit, DW_AT_comp_dir, &attribute));
    if (directory != nullptr) path = directory / path;
  }
  return path.lexically_normal().string();
}

// Where a file was found when it was compiled says whose it is: not that its name is relative.
bool is_library_file(const std::string& file) {
  static constexpr std::array<std::string_view, 2> kSystem = {"/usr/", "<"};
  static constexpr std::array<std::string_view, 4> kParts = {
      "/include/interleave/", "/interleave/src/", "/include/c++/", "/googletest-src/"};
  const auto begins = [&file](std::string_view part) { return file.starts_with(part); };
  const auto contains = [&file](std::string_view part) {
    return file.find(part) != std::string::npos;
  };
  const std::vector<std::string>& passed_over = parts_passed_over();
  return file.empty() || std::any_of(kSystem.begin(), kSystem.end(), begins) ||
         std::any_of(kParts.begin(), kParts.end(), contains) ||
         std::any_of(passed_over.begin(), passed_over.end(), contains);
}

std::vector<std::string>& parts_passed_over() {
  static std::vector<std::string> parts;
  return parts;
}

}  // namespace interleave
