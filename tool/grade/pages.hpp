// The results as pages for a browser: plain HTML without scripts, each file on its own.
#pragma once

#include <string>
#include <vector>

#include "grade/record.hpp"
#include "workbook.hpp"

namespace workbook {

// What a student reads: each exercise with its verdict, and the story of what broke.
std::string student_page(const Record& record);

// What an instructor reads: all students, how the points are spread, where a class fails, flags.
std::string index_page(const Workbook& workbook, const std::vector<Record>& records);

}  // namespace workbook
