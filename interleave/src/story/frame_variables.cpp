#include "story/frame_variables.hpp"

#include <dwarf.h>

#include <algorithm>

#include "program.hpp"
#include "story/dwarf_values.hpp"
#include "story/library_layout.hpp"
#include "story/member_path.hpp"

namespace interleave {
namespace {

bool is_function(Dwarf_Die* die) {
  const int tag = dwarf_tag(die);
  return tag == DW_TAG_subprogram || tag == DW_TAG_inlined_subroutine;
}

// g++ does not say where a lambda's operator() is declared, but where the lambda is.
std::string file_of_function(Dwarf_Die* function) {
  const std::string file = file_of(function);
  if (!file.empty()) return file;
  Dwarf_Die die;
  if (dwarf_child(function, &die) != 0) return "";
  do {
    Dwarf_Die pointer;
    Dwarf_Die closure;
    if (dwarf_tag(&die) != DW_TAG_formal_parameter || !type_of(&die, &pointer)) continue;
    return type_of(&pointer, &closure) ? file_of(&closure) : "";
  } while (dwarf_siblingof(&die, &die) == 0);
  return "";
}

// A variable that is declared further down is not there yet.
class Line {
 public:
  explicit Line(DebugInfo::Code code) {
    Dwarf_Line* line = dwarf_getsrc_die(&code.unit, code.address);
    if (line == nullptr) return;
    dwarf_lineno(line, &number_);
    file_ = absolute_path(&code.unit, dwarf_linesrc(line, nullptr, nullptr));
  }

  bool is_before(Dwarf_Die* variable) const {
    int declared = 0;
    return dwarf_decl_line(variable, &declared) == 0 && declared > number_ &&
           file_of(variable) == file_;
  }

 private:
  int number_ = 0;
  std::string file_;
};

// `this` and a lambda's own object have no name for a reader.
std::string shown_name(std::string_view name) {
  return name == "this" || name == "__closure" ? "" : std::string(name);
}

// The classes whose members a function with that `this` can name alone.
void add_classes(Dwarf_Die this_type, std::vector<std::string>& classes) {
  const std::string name = class_of_this(this_type);
  if (!name.empty()) return classes.push_back(name);
  Dwarf_Die closure;
  if (!type_of(&this_type, &closure) || !is_closure(&closure)) return;
  for (Member& member : members_of(&closure)) {
    if (!captured_name(std::string(name_of(&member.die)).c_str()).empty()) continue;
    add_classes(member.type, classes);
  }
}

void collect_static(Dwarf_Die* parent, Dwarf_Addr bias, std::vector<VisibleVariable>& variables) {
  Dwarf_Die die;
  if (dwarf_child(parent, &die) != 0) return;
  do {
    switch (dwarf_tag(&die)) {
      case DW_TAG_variable: {
        VisibleVariable variable;
        const auto place = static_place_of(&die, bias);
        if (!place || !type_of(&die, &variable.type) || is_library_file(file_of(&die))) break;
        variable.name = name_of(&die);
        if (variable.name.empty()) {
          Dwarf_Attribute attribute;
          Dwarf_Die declared;
          if (dwarf_formref_die(dwarf_attr(&die, DW_AT_specification, &attribute), &declared) ==
              nullptr) {
            break;
          }
          variable.name = name_of(&declared);
        }
        variable.at = *place;
        variables.push_back(std::move(variable));
        break;
      }
      case DW_TAG_subprogram:
      case DW_TAG_namespace:
      case DW_TAG_class_type:
      case DW_TAG_structure_type:
      case DW_TAG_lexical_block:
        collect_static(&die, bias, variables);
        break;
      default:
        break;
    }
  } while (dwarf_siblingof(&die, &die) == 0);
}

}  // namespace

FrameVariables::Function FrameVariables::describe(const void* pc) {
  Function result;
  std::optional<DebugInfo::Code> code = DebugInfo::of_process().code_before(pc);
  if (!code) return result;
  result.bias = code->bias;
  std::vector<Dwarf_Die> scopes = DebugInfo::of_process().scopes_at(*code);
  const Line line(*code);
  const bool has_inlined = std::any_of(scopes.begin(), scopes.end(), [](Dwarf_Die scope) {
    return dwarf_tag(&scope) == DW_TAG_inlined_subroutine;
  });
  for (auto scope = scopes.rbegin(); scope != scopes.rend(); ++scope) {
    const auto inside =
        std::find_if(scope, scopes.rend(), [](Dwarf_Die die) { return is_function(&die); });
    if (inside == scopes.rend() || is_library_file(file_of_function(&*inside))) continue;
    const bool is_innermost = !result.is_readers_own;
    const auto frame = std::find_if(
        scope, scopes.rend(), [](Dwarf_Die die) { return dwarf_tag(&die) == DW_TAG_subprogram; });
    if (frame == scopes.rend()) continue;
    Dwarf_Die die;
    if (dwarf_child(&*scope, &die) == 0) {
      do {
        const int tag = dwarf_tag(&die);
        if (tag != DW_TAG_variable && tag != DW_TAG_formal_parameter) continue;
        Described variable{die, *frame, shown_name(name_of(&die)), {}};
        if (!type_of(&die, &variable.type)) continue;
        const bool is_this = variable.name.empty();
        if (is_this && is_innermost) add_classes(variable.type, result.classes);
        if (!has_inlined && line.is_before(&die)) continue;
        result.variables.push_back(std::move(variable));
      } while (dwarf_siblingof(&die, &die) == 0);
    }
    if (scope == inside) result.is_readers_own = true;
  }
  return result;
}

const FrameVariables::Function& FrameVariables::function_at(const void* pc) {
  const auto [found, is_new] = functions_.try_emplace(pc);
  if (is_new) found->second = describe(pc);
  return found->second;
}

std::vector<VisibleVariable> FrameVariables::in(const Frames& frames) {
  std::vector<VisibleVariable> variables;
  for (const Frame& frame : frames) {
    const Function& function = function_at(frame.pc);
    for (Described variable : function.variables) {
      const std::optional<Place> place =
          place_of(&variable.die, &variable.function, frame, function.bias);
      if (!place) continue;
      std::uintptr_t at = place->value;
      if (!place->is_address) {
        at = reinterpret_cast<std::uintptr_t>(&registers_.emplace_back(place->value));
      }
      variables.push_back({variable.name, variable.type, at});
    }
  }
  return variables;
}

std::vector<std::string> FrameVariables::classes_of(const Frames& frames) {
  for (const Frame& frame : frames) {
    const Function& function = function_at(frame.pc);
    if (function.is_readers_own) return function.classes;
  }
  return {};
}

const std::vector<VisibleVariable>& FrameVariables::static_ones() {
  if (has_static_ones_) return static_ones_;
  has_static_ones_ = true;
  Dwarf_Addr bias = 0;
  for (Dwarf_Die unit : DebugInfo::of_process().units_of_module(program_base(), bias)) {
    collect_static(&unit, bias, static_ones_);
  }
  return static_ones_;
}

}  // namespace interleave
