// The commands of ./workbook. Each returns its exit status: kPassed, kFailed or kCouldNotTell.
#pragma once

#include <string>
#include <vector>

#include "workbook.hpp"

namespace workbook {

// ./workbook: the next unsolved exercise, checked now and, in a terminal, at every save.
int run_continue(const Workbook& workbook);

int run_list(const Workbook& workbook);

// Checks these exercises, or all. `as_json` is for programs that read it.
int run_check(const Workbook& workbook, const std::vector<std::string>& exercises, bool as_json);

int run_hint(const Workbook& workbook, const std::string& exercise);

// The exercise's own main on real threads.
int run_run(const Workbook& workbook, const std::string& exercise,
            const std::vector<std::string>& arguments);

// The last failure once more.
int run_replay(const Workbook& workbook, const std::string& exercise);

// Starts gdb on a failing schedule of `test`, an empty name for the last that failed, with the
// exercise's threads as real ones. `print_only`: prints the command line instead.
int run_debug(const Workbook& workbook, const std::string& exercise, const std::string& test,
              bool print_only);

// The stub again; the student's file is kept beside it.
int run_reset(const Workbook& workbook, const std::string& exercise);

// Is everything here that the workbook needs?
int run_doctor(const Workbook& workbook);

struct GateOptions {
  std::string exercise;  // Only this one, or an empty name for everything.
  std::string compiler = "gcc";
  bool every_mistake_with_clang = false;  // Not only a quarter of them.
  int runs = 1;  // How often mistakes and alternatives are tried: with the same outcome each time.
};

// The workbook checks itself.
int run_test(const Workbook& workbook, const GateOptions& options);

// The exercise named, or the next unsolved one for an empty name.
Exercise named_or_next(const Workbook& workbook, const std::string& name);

}  // namespace workbook
