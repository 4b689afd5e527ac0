#include "story/symbolizer.hpp"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>

#include <algorithm>
#include <cctype>
#include <fstream>

#include "failures.hpp"
#include "story/calls.hpp"
#include "story/demangle.hpp"

namespace interleave {
namespace {

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
  location.source.file = absolute_path(unit, dwarf_linesrc(line, nullptr, nullptr));
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
  location.source.file =
      absolute_path(unit, dwarf_filesrc(files, number(DW_AT_call_file), nullptr, nullptr));
  location.source.line = static_cast<int>(number(DW_AT_call_line));
  location.column = static_cast<int>(number(DW_AT_call_column));
  return location;
}

void read_text(Location& location) {
  const std::string text = source_line(location.source.file, location.source.line);
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string::npos) return;
  location.indentation = static_cast<int>(first);
  location.source.text = text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

}  // namespace

Symbolizer::Symbolizer() : debug_(DebugInfo::of_process()) {}

std::vector<Location> Symbolizer::look_up(const void* pc) {
  std::vector<Location> lines;
  Dwfl_Module* module = debug_.module_at(pc);
  if (module == nullptr) return lines;
  // A return address belongs to the instruction before it.
  const char* symbol = dwfl_module_addrname(module, reinterpret_cast<Dwarf_Addr>(pc) - 1);
  std::optional<DebugInfo::Code> code = debug_.code_before(pc);
  lines.push_back(code ? location_of(&code->unit, code->address) : Location{});
  if (code && is_in_system_library(pc)) lines.back().source.file.clear();
  if (code) {
    std::vector<Dwarf_Die> scopes = debug_.scopes_at(*code);
    for (auto call = scopes.rbegin(); call != scopes.rend(); ++call) {
      if (dwarf_tag(&*call) != DW_TAG_inlined_subroutine) continue;
      const char* name = dwarf_diename(&*call);
      if (name != nullptr) lines.back().source.function = name;
      lines.push_back(call_site(&*call, &code->unit));
    }
  }
  if (symbol != nullptr) lines.back().source.function = short_function_name(demangle(symbol));
  for (Location& line : lines) {
    if (!is_library_file(line.source.file)) read_text(line);
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
      if (!is_library_file(line->source.file)) lines.push_back(*line);
    }
  }
  return lines;
}

std::vector<Location> Symbolizer::library_lines(const Stack& stack) {
  std::vector<Location> lines;
  for (const void* pc : stack) {
    const std::vector<Location>& here = lines_at(pc);
    for (auto line = here.rbegin(); line != here.rend(); ++line) {
      if (is_library_file(line->source.file)) {
        lines.push_back(*line);
      } else {
        lines.clear();
      }
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
  return !here.empty() && !is_library_file(here.front().source.file);
}

bool Symbolizer::comes_from(const void* pc, std::string_view file) {
  const std::vector<Location>& here = lines_at(pc);
  return std::any_of(here.begin(), here.end(),
                     [file](const Location& line) { return line.source.file.ends_with(file); });
}

std::optional<StaticVariable> Symbolizer::variable_at(const void* address) {
  return static_variable_at(address);
}

OutermostCall Symbolizer::outermost_call(const Stack& stack) {
  OutermostCall call;
  for (const void* pc : stack) {
    // Innermost first. What was inlined has no place of its own: several steps of one call differ
    // in it.
    const std::vector<Location>& here = lines_at(pc);
    const auto line = std::find_if(here.rbegin(), here.rend(), [](const Location& location) {
      return !is_library_file(location.source.file);
    });
    if (line != here.rend()) {
      call.file = line->source.file;
      call.line = line->source.line;
      call.column = line->column;
      break;
    }
    call.callers.push_back(pc);
  }
  return call;
}

std::vector<Location> told_of(std::vector<Location> lines) {
  lines.resize(lines_before_call(lines));
  return lines;
}

bool is_told_as_call(const Location& line) {
  const std::vector<std::string>& parts = parts_told_as_calls();
  return std::any_of(parts.begin(), parts.end(), [&line](const std::string& part) {
    return line.source.file.find(part) != std::string::npos;
  });
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

namespace {

// Behind "operator<<" and the like where `text` has such a name at `at`; else `at`.
std::size_t end_of_operator(const std::string& text, std::size_t at) {
  static const std::string kOperator = "operator";
  const bool in_a_name = at > 0 && (std::isalnum(static_cast<unsigned char>(text[at - 1])) != 0 ||
                                    text[at - 1] == '_');
  if (in_a_name || text.compare(at, kOperator.size(), kOperator) != 0) return at;
  std::size_t end = at + kOperator.size();
  if (text.compare(end, 2, "()") == 0) return end + 2;
  if (text.compare(end, 2, "[]") == 0) return end + 2;
  while (end < text.size() &&
         std::string_view("<>=-+*/%^&|~!,").find(text[end]) != std::string_view::npos) {
    ++end;
  }
  if (end > at + kOperator.size()) return end;
  // A conversion: what it converts to is part of the name.
  if (end < text.size() && text[end] == ' ') return std::min(text.find('(', end), text.size());
  return at;
}

}  // namespace

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
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (const std::size_t end = depth == 0 ? end_of_operator(text, i) : i; end > i) {
      name += text.substr(i, end - i);
      break;  // What comes now are arguments, of a template or of the call.
    }
    const char c = text[i];
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
