#include <fmt/core.h>

#include "check.hpp"
#include "commands/commands.hpp"
#include "errors.hpp"
#include "progress.hpp"

namespace workbook {

int run_replay(const Workbook& workbook, const std::string& name, const std::string& test) {
  const Exercise exercise = named_or_next(workbook, name);
  const Progress progress = load_progress(workbook, exercise);
  std::string wanted = test;
  for (const ReplayableFailure& failure : progress.failures) {
    if (failure.test.ends_with("." + test)) wanted = failure.test;
  }
  const ReplayableFailure* failure = progress.find(wanted);
  if (failure != nullptr) {
    return check_one_test(workbook, exercise, failure->test, failure->schedule);
  }
  if (!test.empty()) return check_one_test(workbook, exercise, test);
  throw CannotTell(
      fmt::format("There is no failure of {} to replay. Find one with: ./workbook check {}",
                  exercise.id, exercise.id));
}

}  // namespace workbook
