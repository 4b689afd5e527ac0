// Runs an exercise's test program.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "report.hpp"

namespace workbook {

struct TestProgramOptions {
  int shards = 1;          // Processes that share the tests.
  bool fail_fast = false;  // Ends at the first test that fails.
  std::string only;        // This test alone.
  std::string replay;      // This schedule alone; goes with `only`.
};

struct TestRun {
  std::vector<TestReport> tests;
  std::string output;  // What the program printed itself.
  bool timed_out = false;
  int signal = 0;  // What ended it, or 0.
  double seconds = 0;
};

TestRun run_tests(const std::filesystem::path& program, const TestProgramOptions& options = {});

// The verdict of the first test that did not pass, in the order of the source; "passed" when all
// did. "could not tell" for a program that was stopped by the clock, or reported no test.
std::string verdict_of(const TestRun& run);

// The test that verdict_of() speaks of; null when there is none.
const TestReport* first_not_passed(const TestRun& run);

}  // namespace workbook
