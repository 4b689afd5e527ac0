// Builds and tests what the student wrote.
#pragma once

#include <optional>
#include <string>

#include "candidate.hpp"
#include "test_program.hpp"
#include "workbook.hpp"

namespace workbook {

struct Checked {
  Verdict verdict = Verdict::kUnknown;
  TestRun run;                  // Empty when there is no program to run.
  std::string compiler_output;  // Errors, or warnings.
  std::optional<ForbiddenUse> forbidden;
  double build_seconds = 0;
  double seconds = 0;  // From the start to the verdict.
};

// Who hears of a check while it runs.
struct CheckListeners {
  BuildProgress on_build;
  TestListeners tests;
};

// Checks the whole exercise and remembers how it went. The first test that never ends is the last:
// a check is for somebody who waits. Throws CannotTell when the student's file is not there,
// Interrupted when the attention is called for.
Checked check(const Workbook& workbook, const Exercise& exercise,
              const CheckListeners& listeners = {});

// Checks it on the student's own answers to the exercises that it uses, in place of what is
// provided. Nothing of it is remembered. Throws CannotTell when it uses none, and as check() does.
Checked check_on_own(const Workbook& workbook, const Exercise& exercise,
                     const CheckListeners& listeners = {});

// One test alone, under `schedule` where that is not empty. Its failure is the one that is replayed
// next; the verdict of the exercise stays.
Checked check_test(const Workbook& workbook, const Exercise& exercise, const std::string& test,
                   const std::string& schedule = "");

// A program that cannot be run, as the result of a check.
Checked checked_from(const Program& program);

// Returns the name of the one test that `text` means, "Journal.KeepsOrder" or "KeepsOrder". Throws
// CannotTell with the nearest name.
std::string find_test(const Exercise& exercise, const Program& program, const std::string& text);

// The exit status that goes with a verdict.
int exit_status_of(Verdict verdict);

}  // namespace workbook
