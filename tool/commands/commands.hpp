// The commands of ./workbook. Each returns its exit status: kPassed, kFailed or kCouldNotTell.
#pragma once

#include <string>
#include <vector>

#include "workbook.hpp"

namespace workbook {

// ./workbook: the next unsolved exercise, checked now and, in a terminal, at every save.
int run_continue(const Workbook& workbook);

int run_list(const Workbook& workbook);

struct CheckOptions {
  std::vector<std::string> words;  // Exercises, none for all; or an exercise and one of its tests.
  bool as_json = false;            // For programs that read it.
  bool all_stories = false;
  bool whole_compiler_output = false;
  bool on_own = false;  // On the student's own answers to the exercises that it uses.
};

int run_check(const Workbook& workbook, const CheckOptions& options);

// Runs one test alone and tells how it fails, if it does; under `schedule` where that is not empty.
int check_one_test(const Workbook& workbook, const Exercise& exercise, const std::string& test,
                   const std::string& schedule = "");

int run_hint(const Workbook& workbook, const std::string& exercise);

// The exercise's own main on real threads.
int run_run(const Workbook& workbook, const std::string& exercise,
            const std::vector<std::string>& arguments);

// The last failure once more: of `test`, or of the test that was told last for an empty name.
int run_replay(const Workbook& workbook, const std::string& exercise, const std::string& test);

// Starts gdb on a failing schedule of `test`, an empty name for the last that failed, with the
// exercise's threads as real ones. `print_only`: prints the command line instead.
int run_debug(const Workbook& workbook, const std::string& exercise, const std::string& test,
              bool print_only);

// The stub again; the student's file is kept beside it.
int run_reset(const Workbook& workbook, const std::string& exercise);

// Is everything here that the workbook needs?
int run_doctor(const Workbook& workbook);

struct GateOptions {
  std::string exercise;  // Only this one, or an empty name for everything.
  std::string compiler = "gcc";
  bool every_mistake_with_clang = false;  // Not only a quarter of them.
  int runs = 1;  // How often mistakes and alternatives are tried: with the same outcome each time.
};

// The workbook checks itself.
int run_test(const Workbook& workbook, const GateOptions& options);

struct GradeOptions {
  std::string folder;  // Of the submissions.
  std::string out;     // The folder of results, or an empty name for the default.
  std::string required_isolation;
  unsigned slots = 1;             // Answers that are judged at the same time.
  std::vector<std::string> diff;  // Two folders of results, instead of grading.
  bool selftest = false;
  std::string only;  // Of the self-test, what has this in its name.
};

// Grades a class.
int run_grade(const Workbook& workbook, const GradeOptions& options);

// A copy for students, without what they are to find out.
int run_handout(const Workbook& workbook, const std::string& folder);

// The next hint; `more` says how to get one more.
void tell_hint(const Workbook& workbook, const Exercise& exercise, const std::string& more);

// The exercise named, or the next unsolved one for an empty name.
Exercise named_or_next(const Workbook& workbook, const std::string& name);

}  // namespace workbook
