// The grader tries itself on a class whose verdicts are known: solutions, stubs, mistakes,
// alternatives, and the attacks in tests/hostile/.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "grade/record.hpp"
#include "workbook.hpp"

namespace workbook {

// One submission, with one answer in it.
struct Trial {
  std::string student;  // "1.1 mistake no_lock_in_size"
  std::string id;       // Of the exercise.
  std::string answer;
  std::vector<std::string> expected;  // One of these verdicts.
};

// Returns the trials whose name has `part` in it: all of them for an empty one.
std::vector<Trial> all_trials(const Workbook& workbook, const std::string& part);

// Writes each as a submission into `folder`.
void hand_in(const Workbook& workbook, const std::vector<Trial>& trials,
             const std::filesystem::path& folder);

// Returns a sentence for each that went otherwise, or lost points elsewhere.
std::vector<std::string> surprises(const Workbook& workbook, const std::vector<Trial>& trials,
                                   const std::vector<Record>& records);

}  // namespace workbook
