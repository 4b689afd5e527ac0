// Puts results into words for a student.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "check.hpp"
#include "test_program.hpp"
#include "workbook.hpp"

namespace workbook {

// How much is told.
struct Telling {
  bool all_stories = false;            // Of every test that failed; else that of the plainest.
  bool whole_compiler_output = false;  // As it came.
  bool can_go_on = true;               // With replay and debug: the failure is remembered.
};

// "1.3 bounded_queue   A queue with room for so many"
std::string heading(const Exercise& exercise);

// "[#####.....]  5 of 12 points"
std::string progress_bar(int got, int all);

// A path as one would type it from the current folder's root of the workbook.
std::string short_path(const Workbook& workbook, const std::string& path);

// A test in a list. What is said of it stands beside its name, or below where there is no room;
// `width` is that of the column of names.
std::string list_line(const std::string& mark, const std::string& name, std::size_t width,
                      std::string_view said);

// The verdict, what it rests on, and what to do next. Tests that failed are not listed: that is
// done while they run (live.hpp).
std::string describe(const Workbook& workbook, const Exercise& exercise, const Checked& checked,
                     const Telling& telling = {});

// How one test failed: its sentence and its steps.
std::string tell_story(const TestReport& test);

// The commands that go on from the story of `test`. `are_more`: others failed, too.
std::string what_next(const Exercise& exercise, const TestReport& test, bool are_more);

}  // namespace workbook
