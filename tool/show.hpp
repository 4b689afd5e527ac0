// Puts results into words for a student.
#pragma once

#include <string>

#include "check.hpp"
#include "test_program.hpp"
#include "workbook.hpp"

namespace workbook {

// "1.3 bounded_queue   A queue with room for so many"
std::string heading(const Exercise& exercise);

// "[#####.....]  5 of 12 points"
std::string progress_bar(int got, int all);

// A path as one would type it from the current folder's root of the workbook.
std::string short_path(const Workbook& workbook, const std::string& path);

// The verdict, what it rests on, and what to do next.
std::string describe(const Workbook& workbook, const Exercise& exercise, const Checked& checked);

// How one test failed: its sentence and its steps.
std::string tell_story(const TestReport& test);

}  // namespace workbook
