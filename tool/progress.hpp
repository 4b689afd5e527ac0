// What the workbook remembers of a student's work, in .workbook/: one small file an exercise.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "verdict.hpp"
#include "workbook.hpp"

namespace workbook {

struct ReplayableFailure {
  std::string test;
  std::string schedule;  // The one it failed under; empty when it has only one.
};

struct Progress {
  std::optional<Verdict> verdict;           // Of the last check; empty before the first.
  int hints = 0;                            // How many were shown.
  std::string told;                         // The test whose story was told last; empty for none.
  std::vector<ReplayableFailure> failures;  // Of the last check.

  bool passed() const { return verdict == Verdict::kPass; }

  // The failure of `test`, or of the one that was told last for an empty name; null if it is not
  // known.
  const ReplayableFailure* find(const std::string& test) const;
  // Takes it in, in the place of an earlier one of the same test.
  void add(const ReplayableFailure& failure);
};

// Returns what is remembered; a file that is missing or spoilt counts as nothing.
Progress load_progress(const Workbook& workbook, const Exercise& exercise);

void save_progress(const Workbook& workbook, const Exercise& exercise, const Progress& progress);

// Points of the exercises that passed, and of all.
struct Points {
  int got = 0;
  int all = 0;
};
Points points(const Workbook& workbook);

// Returns the first exercise after `after` (an id; "" for the first of all) that has not passed,
// going round once. Null when all have passed.
const Exercise* next_unsolved(const Workbook& workbook, const std::vector<Exercise>& exercises,
                              const std::string& after = "");

}  // namespace workbook
