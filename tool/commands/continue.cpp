#include <fmt/core.h>

#include "check.hpp"
#include "commands/commands.hpp"
#include "commands/session.hpp"
#include "errors.hpp"
#include "live.hpp"
#include "progress.hpp"
#include "show.hpp"
#include "terminal.hpp"

namespace workbook {

Exercise named_or_next(const Workbook& workbook, const std::string& name) {
  if (!name.empty()) return workbook.find(name);
  const std::vector<Exercise> exercises = workbook.exercises();
  const Exercise* next = next_unsolved(workbook, exercises);
  return next == nullptr ? exercises.back() : *next;
}

namespace {

int check_once(const Workbook& workbook) {
  const Exercise exercise = named_or_next(workbook, "");
  const Points sum = points(workbook);
  fmt::print("{}\n{}\n\n", progress_bar(sum.got, sum.all), heading(exercise));
  Live live(exercise);
  const Checked checked = check(workbook, exercise, live.listeners());
  live.finish();
  fmt::print("{}", describe(workbook, exercise, checked));
  if (checked.verdict != Verdict::kPass) return exit_status_of(checked.verdict);
  const std::vector<Exercise> all = workbook.exercises();
  const Exercise* next = next_unsolved(workbook, all, exercise.id);
  fmt::print("{}\n", next == nullptr ? "Every exercise has passed."
                                     : fmt::format("next: {}, with ./workbook", heading(*next)));
  return kPassed;
}

}  // namespace

int run_continue(const Workbook& workbook) {
  return interactive() ? Session(workbook).run() : check_once(workbook);
}

}  // namespace workbook
