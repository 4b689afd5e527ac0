#include <fmt/core.h>

#include "commands/commands.hpp"
#include "errors.hpp"
#include "progress.hpp"
#include "show.hpp"
#include "terminal.hpp"

namespace workbook {

namespace {

std::string mark_of(const Progress& progress) {
  if (progress.passed()) return green("ok");
  const bool begun = progress.verdict && progress.verdict != Verdict::kNotWritten;
  return begun ? red(" x") : dim(" .");
}

std::string state_of(const Progress& progress) {
  return progress.verdict ? std::string(words_for(*progress.verdict)) : dim("not tried");
}

// The name of the folder is left out where there is no room for it.
constexpr std::size_t kColumnsForNames = 86;

void print_part(const Workbook& workbook, const Part& part) {
  const bool is_narrow = terminal_columns() < kColumnsForNames;
  fmt::print("{}\n", bold(fmt::format("Part {}: {}", part.number, part.title)));
  for (const Exercise& exercise : part.exercises) {
    const Progress progress = load_progress(workbook, exercise);
    if (is_narrow) {
      fmt::print("{}  {:<4}{:<34}{:>2}  {}\n", mark_of(progress), exercise.id, exercise.title,
                 exercise.points, state_of(progress));
    } else {
      fmt::print("  {}  {:<4} {:<16} {:<36} {:>2}  {}\n", mark_of(progress), exercise.id,
                 exercise.name, exercise.title, exercise.points, state_of(progress));
    }
  }
  fmt::print("\n");
}

}  // namespace

int run_list(const Workbook& workbook) {
  for (const Part& part : workbook.parts) {
    if (!part.exercises.empty()) print_part(workbook, part);
  }
  const Points sum = points(workbook);
  fmt::print("{}\n", progress_bar(sum.got, sum.all));
  const std::vector<Exercise> exercises = workbook.exercises();
  const Exercise* next = next_unsolved(workbook, exercises);
  if (next == nullptr) {
    fmt::print("Every exercise has passed.\n");
  } else {
    fmt::print("next: {} {}, in {}\n", next->id, next->name, next->folder().string());
  }
  return kPassed;
}

}  // namespace workbook
