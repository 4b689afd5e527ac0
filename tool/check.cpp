#include "check.hpp"

#include <fmt/core.h>

#include <chrono>

#include "build.hpp"
#include "errors.hpp"
#include "progress.hpp"

namespace workbook {

namespace {

// Two processes halve the time of the long tests; one more process costs a few milliseconds.
constexpr int kShards = 2;

void remember(const Workbook& workbook, const Exercise& exercise, const Checked& checked) {
  Progress progress = load_progress(workbook, exercise);
  progress.verdict = checked.verdict;
  const TestReport* test = first_not_passed(checked.run);
  const bool replayable = test != nullptr && test->can_be_replayed();
  progress.failed_test = replayable ? test->test : "";
  progress.schedule = replayable ? test->schedule : "";
  save_progress(workbook, exercise, progress);
}

}  // namespace

Checked check(const Workbook& workbook, const Exercise& exercise) {
  if (!std::filesystem::exists(workbook.root / exercise.student_header())) {
    throw CannotTell(
        fmt::format("{} is not there. Get it as it was given with: ./workbook reset {}",
                    exercise.student_header().string(), exercise.id));
  }
  const auto start = std::chrono::steady_clock::now();
  const std::string target = "student." + exercise.key();
  const Built built = build(workbook.root, workbook.build_folder(), {target});
  Checked checked;
  checked.compiler_output = built.output;
  checked.build_seconds = built.seconds;
  if (built.ok) {
    checked.run = run_tests(workbook.build_folder() / target, {.shards = kShards});
    checked.verdict = verdict_of(checked.run);
  } else {
    checked.verdict = kVerdictDoesNotCompile;
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  checked.seconds = took.count();
  remember(workbook, exercise, checked);
  return checked;
}

int exit_status_of(const std::string& verdict) {
  if (verdict == kVerdictPassed) return kPassed;
  if (verdict == kVerdictCouldNotTell || verdict == kVerdictDoesNotCompile) return kCouldNotTell;
  return kFailed;
}

}  // namespace workbook
