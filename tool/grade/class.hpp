// Grades a class: all submissions, exercise by exercise, several at a time.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "grade/box.hpp"
#include "grade/gradebook.hpp"
#include "grade/record.hpp"
#include "grade/submissions.hpp"

namespace workbook {

struct ClassOptions {
  Isolation isolation = Isolation::kLimits;
  unsigned slots = 1;
  // Called with how many of how many answers are judged, by one thread at a time.
  std::function<void(std::size_t done, std::size_t all)> on_progress{};
};

struct ClassResult {
  std::vector<Record> records;          // In the order of the submissions.
  std::vector<std::string> complaints;  // Sentences about submissions that cannot be read.
  std::size_t judged = 0;               // Answers that were compiled and run.
  std::size_t remembered = 0;           // Answers whose verdict was known.
};

// The same bytes in the records for any number of slots, and whether verdicts were known or not.
ClassResult grade_class(const Workbook& workbook, const std::vector<Submission>& submissions,
                        const Gradebook& gradebook, const ClassOptions& options);

}  // namespace workbook
