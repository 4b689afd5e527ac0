// Builds and tests what the student wrote.
#pragma once

#include <string>

#include "test_program.hpp"
#include "workbook.hpp"

namespace workbook {

struct Checked {
  std::string verdict;
  TestRun run;                  // Empty when it does not compile.
  std::string compiler_output;  // Errors, or warnings.
  double build_seconds = 0;
  double seconds = 0;  // From the start to the verdict.
};

// Throws CannotTell when the student's file is not there.
Checked check(const Workbook& workbook, const Exercise& exercise);

// The exit status that goes with a verdict.
int exit_status_of(const std::string& verdict);

}  // namespace workbook
