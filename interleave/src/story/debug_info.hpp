// The debug information of this process: which function and which blocks a place in the code lies
// in (elfutils' libdw).
#pragma once

#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace interleave {

class DebugInfo {
 public:
  // Made when somebody asks first: most explorations never do.
  static DebugInfo& of_process();

  DebugInfo();
  ~DebugInfo();
  DebugInfo(const DebugInfo&) = delete;
  DebugInfo& operator=(const DebugInfo&) = delete;

  // May be nullptr.
  Dwfl* dwfl() const { return dwfl_; }
  // The module that `address` lies in, or nullptr.
  Dwfl_Module* module_at(const void* address);

  // A place in code whose compilation unit is known.
  struct Code {
    Dwarf_Die unit;
    Dwarf_Addr bias = 0;
    Dwarf_Addr address = 0;  // It counts from where its module was linked to be.
  };
  // Of the instruction before `pc`: a return address belongs to that.
  std::optional<Code> code_before(const void* pc);

  // The functions that have code at the place, and below each its blocks and inlined calls that do,
  // outermost first.
  std::vector<Dwarf_Die> scopes_at(const Code& code);

  // All compilation units of the module that `address` lies in.
  std::vector<Dwarf_Die> units_of_module(const void* address, Dwarf_Addr& bias);

 private:
  struct Function {
    Dwarf_Die die;
    Dwarf_Addr begin = 0;  // Its code, where it lies in one piece; else end is 0.
    Dwarf_Addr end = 0;
  };
  const std::vector<Function>& functions_of(Dwarf_Die* unit);

  Dwfl* dwfl_ = nullptr;
  // By compilation unit. Its address is that of libdw's own record of it.
  std::unordered_map<const void*, std::vector<Function>> functions_;
};

// Returns a file of the unit as a path that can be opened from anywhere, as far as that is known.
std::string absolute_path(Dwarf_Die* unit, const char* file);

// Whether a source file is the standard library's, a test framework's or interleave's, or one of
// those passed over, and no reader's own.
bool is_library_file(const std::string& file);

// What interleave::pass_over_in_stories() was given.
std::vector<std::string>& parts_passed_over();

}  // namespace interleave
