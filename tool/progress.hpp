// What the workbook remembers of a student's work, in .workbook/: one small file an exercise.
#pragma once

#include <string>

#include "workbook.hpp"

namespace workbook {

struct Progress {
  std::string verdict;      // Of the last check; empty before the first.
  int hints = 0;            // How many were shown.
  std::string failed_test;  // What there is to replay; empty when there is nothing.
  std::string schedule;     // The schedule it failed under; empty when it has only one.

  bool passed() const;
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
