#include <fmt/core.h>

#include "build.hpp"
#include "check.hpp"
#include "commands/commands.hpp"
#include "errors.hpp"
#include "progress.hpp"
#include "show.hpp"
#include "test_program.hpp"

namespace workbook {

int run_replay(const Workbook& workbook, const std::string& name) {
  const Exercise exercise = named_or_next(workbook, name);
  const Progress progress = load_progress(workbook, exercise);
  if (progress.failed_test.empty()) {
    throw CannotTell(
        fmt::format("There is no failure of {} to replay. Find one with: ./workbook check {}",
                    exercise.id, exercise.id));
  }
  const std::string target = "student." + exercise.key();
  Checked checked;
  const Built built = build(workbook.root, workbook.build_folder(), {target});
  checked.compiler_output = built.output;
  checked.build_seconds = checked.seconds = built.seconds;
  checked.verdict = kVerdictDoesNotCompile;
  if (built.ok) {
    checked.run = run_tests(workbook.build_folder() / target,
                            {.only = progress.failed_test, .replay = progress.schedule});
    checked.verdict = verdict_of(checked.run);
    checked.seconds += checked.run.seconds;
  }
  const TestReport* test = first_not_passed(checked.run);
  if (test != nullptr && checked.verdict != kVerdictCouldNotTell) {
    fmt::print("{}", tell_story(*test));
  } else if (checked.verdict == kVerdictPassed) {
    fmt::print(
        "{} passes under the schedule it failed under. Under all others: ./workbook check {}\n",
        progress.failed_test, exercise.id);
  } else {
    fmt::print("{}", describe(workbook, exercise, checked));
  }
  return exit_status_of(checked.verdict);
}

}  // namespace workbook
