// The records in the forms that other programs read. All of them are the same bytes for the same
// records.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "grade/record.hpp"

namespace workbook {

// A line a student: points by exercise, the sum, and how many flags there are. RFC 4180; a cell
// that a spreadsheet would take for a formula begins with an apostrophe.
std::string gradebook_csv(const std::vector<Record>& records);

// A suite a student, a case an exercise.
std::string junit_xml(const std::vector<Record>& records);

// results.json as Gradescope reads it.
nlohmann::ordered_json gradescope(const Record& record);

// The verdict, and why, in one paragraph.
std::string verdict_text(const GradedExercise& exercise);

// `text` as it stands in XML and HTML. Requires: UTF-8 without control characters.
std::string escaped(std::string_view text);

}  // namespace workbook
