#include "story/symbolizer.hpp"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "story/calls.hpp"
#include "story/demangle.hpp"

namespace interleave {
namespace {

bool starts_with_any(const std::string& text, std::initializer_list<const char*> starts) {
  return std::any_of(starts.begin(), starts.end(),
                     [&text](const char* start) { return text.rfind(start, 0) == 0; });
}

bool is_library(const std::string& file) {
  if (file.empty() || starts_with_any(file, {"/usr/", "../", "./"})) return true;
  for (const char* part : {"/include/interleave/", "/interleave/src/", "/include/c++/"}) {
    if (file.find(part) != std::string::npos) return true;
  }
  return false;
}

bool is_told_as_call(const Location& line) {
  const std::vector<std::string>& parts = parts_told_as_calls();
  return std::any_of(parts.begin(), parts.end(), [&line](const std::string& part) {
    return line.source.file.find(part) != std::string::npos;
  });
}

// How many of `lines` come before code that is told from outside. Where nobody calls it, it is told
// as all code is.
std::size_t lines_before_call(const std::vector<Location>& lines) {
  const auto last = std::find_if_not(lines.rbegin(), lines.rend(), is_told_as_call);
  return last == lines.rend() ? lines.size() : static_cast<std::size_t>(lines.rend() - last);
}

// `address` counts from where the unit's module was linked to be.
Location location_of(Dwarf_Die* unit, Dwarf_Addr address) {
  Location location;
  Dwarf_Line* line = dwarf_getsrc_die(unit, address);
  if (line == nullptr) return location;
  dwarf_lineno(line, &location.source.line);
  dwarf_linecol(line, &location.column);
  const char* file = dwarf_linesrc(line, nullptr, nullptr);
  if (file != nullptr) location.source.file = file;
  return location;
}

// Where an inlined function was called from: its DIE's call_file, call_line and call_column.
Location call_site(Dwarf_Die* inlined, Dwarf_Die* unit) {
  Location location;
  Dwarf_Attribute attribute;
  Dwarf_Word value = 0;
  const auto number = [&](unsigned name) -> Dwarf_Word {
    if (dwarf_attr(inlined, name, &attribute) == nullptr) return 0;
    return dwarf_formudata(&attribute, &value) == 0 ? value : 0;
  };
  Dwarf_Files* files = nullptr;
  std::size_t count = 0;
  if (dwarf_getsrcfiles(unit, &files, &count) != 0) return location;
  const char* file = dwarf_filesrc(files, number(DW_AT_call_file), nullptr, nullptr);
  if (file != nullptr) location.source.file = file;
  location.source.line = static_cast<int>(number(DW_AT_call_line));
  location.column = static_cast<int>(number(DW_AT_call_column));
  return location;
}

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

// The inlined calls below `parent` that `address` is in, outermost first.
void collect_inlined(Dwarf_Die* parent, Dwarf_Addr address, std::vector<Dwarf_Die>& inlined) {
  Dwarf_Die die;
  if (dwarf_child(parent, &die) != 0) return;
  do {
    const int tag = dwarf_tag(&die);
    const bool is_block = tag == DW_TAG_lexical_block || tag == DW_TAG_inlined_subroutine;
    if (!is_block || dwarf_haspc(&die, address) <= 0) continue;
    if (tag == DW_TAG_inlined_subroutine) inlined.push_back(die);
    return collect_inlined(&die, address, inlined);
  } while (dwarf_siblingof(&die, &die) == 0);
}

void read_text(Location& location) {
  const std::string text = source_line(location.source.file, location.source.line);
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string::npos) return;
  location.indentation = static_cast<int>(first);
  location.source.text = text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

}  // namespace

struct Symbolizer::Debug {
  Debug() {
    static char* no_path = nullptr;
    static const Dwfl_Callbacks callbacks = {
        .find_elf = dwfl_linux_proc_find_elf,
        .find_debuginfo = dwfl_standard_find_debuginfo,
        .section_address = nullptr,
        .debuginfo_path = &no_path,
    };
    dwfl = dwfl_begin(&callbacks);
    if (dwfl == nullptr) return;
    dwfl_linux_proc_report(dwfl, getpid());
    dwfl_report_end(dwfl, nullptr, nullptr);
  }
  ~Debug() {
    if (dwfl != nullptr) dwfl_end(dwfl);
  }

  // The compilation unit that `address` is in, or nullptr. Every unit is asked: clang leaves out
  // the table that would tell it at once (.debug_aranges).
  Dwarf_Die* unit_of(Dwfl_Module* module, Dwarf_Addr address, Dwarf_Addr& bias) {
    for (Dwarf_Die* unit = nullptr; (unit = dwfl_module_nextcu(module, unit, &bias)) != nullptr;) {
      if (dwarf_haspc(unit, address - bias) > 0) return unit;
    }
    return nullptr;
  }

  const std::vector<Dwarf_Die>& functions_of(Dwarf_Die* unit) {
    const auto [found, is_new] = functions.try_emplace(dwarf_dieoffset(unit));
    if (is_new) collect_functions(unit, found->second);
    return found->second;
  }

  // Outermost first. `address` counts from where the unit's module was linked to be.
  std::vector<Dwarf_Die> inlined_calls(Dwarf_Die* unit, Dwarf_Addr address) {
    std::vector<Dwarf_Die> inlined;
    for (Dwarf_Die function : functions_of(unit)) {
      if (dwarf_haspc(&function, address) > 0) collect_inlined(&function, address, inlined);
    }
    return inlined;
  }

  Dwfl* dwfl = nullptr;
  std::unordered_map<Dwarf_Off, std::vector<Dwarf_Die>> functions;  // By compilation unit.
};

Symbolizer::Symbolizer() : debug_(std::make_unique<Debug>()) {}
Symbolizer::~Symbolizer() = default;

std::vector<Location> Symbolizer::look_up(const void* pc) {
  std::vector<Location> lines;
  // A return address belongs to the instruction before it.
  const Dwarf_Addr address = reinterpret_cast<Dwarf_Addr>(pc) - 1;
  Dwfl_Module* module = debug_->dwfl == nullptr ? nullptr : dwfl_addrmodule(debug_->dwfl, address);
  if (module == nullptr) return lines;
  const char* symbol = dwfl_module_addrname(module, address);
  Dwarf_Addr bias = 0;
  Dwarf_Die* unit = debug_->unit_of(module, address, bias);
  lines.push_back(unit == nullptr ? Location{} : location_of(unit, address - bias));
  // Only library code is worth the search: a user's line is what is wanted.
  if (unit != nullptr && is_library(lines.back().source.file)) {
    std::vector<Dwarf_Die> inlined = debug_->inlined_calls(unit, address - bias);
    for (auto call = inlined.rbegin(); call != inlined.rend(); ++call) {
      const char* name = dwarf_diename(&*call);
      if (name != nullptr) lines.back().source.function = name;
      lines.push_back(call_site(&*call, unit));
    }
  }
  if (symbol != nullptr) lines.back().source.function = short_function_name(demangle(symbol));
  for (Location& line : lines) {
    if (!is_library(line.source.file)) read_text(line);
  }
  return lines;
}

const std::vector<Location>& Symbolizer::lines_at(const void* pc) {
  const auto [found, is_new] = known_.try_emplace(pc);
  if (is_new) found->second = look_up(pc);
  return found->second;
}

std::vector<Location> Symbolizer::user_lines(const Stack& stack) {
  std::vector<Location> lines;
  for (const void* pc : stack) {
    const std::vector<Location>& here = lines_at(pc);
    for (auto line = here.rbegin(); line != here.rend(); ++line) {
      if (!is_library(line->source.file)) lines.push_back(*line);
    }
  }
  return lines;
}

std::vector<Location> Symbolizer::told_lines(const Stack& stack) {
  return told_of(user_lines(stack));
}

std::optional<OutsideCall> Symbolizer::outside_call(const Stack& stack) {
  const std::vector<Location> lines = user_lines(stack);
  const std::size_t before = lines_before_call(lines);
  if (before == lines.size()) return std::nullopt;
  OutsideCall call;
  call.text = call_text_without_long_arguments(lines[before - 1], lines[before].source.function);
  std::size_t seen = 0;
  for (const void* pc : stack) {
    call.callers.push_back(pc);
    seen += user_lines({pc}).size();
    if (seen >= before) break;
  }
  return call;
}

bool Symbolizer::is_user_code(const void* pc) {
  const std::vector<Location>& here = lines_at(pc);
  return !here.empty() && !is_library(here.front().source.file);
}

bool Symbolizer::comes_from(const void* pc, std::string_view file) {
  const std::vector<Location>& here = lines_at(pc);
  return std::any_of(here.begin(), here.end(),
                     [file](const Location& line) { return line.source.file.ends_with(file); });
}

std::optional<StaticVariable> Symbolizer::variable_at(const void* address) {
  return static_variable_at(debug_->dwfl, address);
}

Stack Symbolizer::up_to_first_user_line(const Stack& stack) {
  const auto first = std::find_if(stack.begin(), stack.end(), [this](const void* pc) {
    const std::vector<Location>& here = lines_at(pc);
    return std::any_of(here.begin(), here.end(),
                       [](const Location& line) { return !is_library(line.source.file); });
  });
  return Stack(stack.begin(), first == stack.end() ? first : first + 1);
}

std::vector<Location> told_of(std::vector<Location> lines) {
  lines.resize(lines_before_call(lines));
  return lines;
}

std::vector<std::string>& parts_told_as_calls() {
  static std::vector<std::string> parts;
  return parts;
}

std::string source_line(const std::string& file, int line) {
  std::ifstream in(file);
  std::string text;
  for (int i = 0; i < line; ++i) {
    if (!std::getline(in, text)) return "";
  }
  return text;
}

std::string short_function_name(const std::string& demangled) {
  if (demangled.find("{lambda") != std::string::npos ||
      demangled.find("'lambda") != std::string::npos || demangled.find("$_") != std::string::npos) {
    return "";
  }
  // Cut the arguments off, and a return type; neither reaches into a template's < >.
  static const std::string kAnonymous = "(anonymous namespace)::";
  std::string text = demangled;
  for (std::size_t at; (at = text.find(kAnonymous)) != std::string::npos;) {
    text.erase(at, kAnonymous.size());
  }
  std::string name;
  int depth = 0;
  for (const char c : text) {
    if (depth == 0 && c == '(') break;
    if (depth == 0 && c == ' ') {
      name.clear();
      continue;
    }
    if (c == '<') ++depth;
    if (c == '>') --depth;
    name += c;
  }
  const std::size_t abi_tag = name.find("[abi:");
  return abi_tag == std::string::npos ? name : name.substr(0, abi_tag);
}

}  // namespace interleave
