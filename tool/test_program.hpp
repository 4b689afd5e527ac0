// Runs an exercise's test program.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "process.hpp"
#include "report.hpp"

namespace workbook {

struct TestProgramOptions {
  int shards = 1;           // Processes that share the tests.
  bool fail_fast = false;   // Ends at the first test that fails.
  bool leave_rest = false;  // Ends at the first test that never ends or polls.
  std::string only{};       // This test alone.
  std::string replay{};     // This schedule alone; goes with `only`.
};

struct TestRun {
  std::vector<TestReport> tests;  // Those that ended, in the order of the source.
  std::size_t planned = 0;        // How many there were to run; 0 when the program did not say.
  std::string output;             // What the program printed itself.
  bool timed_out = false;
  int signal = 0;  // What ended it, or 0.
  double seconds = 0;

  // How many tests were left because one before them never ends, or crashed its process.
  std::size_t left() const { return planned > tests.size() ? planned - tests.size() : 0; }
};

// Who hears of tests while they run.
struct TestListeners {
  // Called once for each test, in the order of the source, as soon as it and all before it are
  // done; `longest` is the length of the longest name.
  std::function<void(const TestReport& test, std::size_t longest)> on_test{};
  // Called with how many of how many tests are done.
  std::function<void(std::size_t done, std::size_t all)> on_progress{};
  const Attention* attention = nullptr;
};

// Throws Interrupted when the attention is called for.
TestRun run_tests(const std::filesystem::path& program, const TestProgramOptions& options = {},
                  const TestListeners& listeners = {});

// The verdict of the test that is told first; "passed" when all passed. "could not tell" for a
// program that was stopped by the clock, or reported no test.
Verdict verdict_of(const TestRun& run);

// The test that is told first, and gives the verdict: of those that did not pass the plainest. Null
// when there is none.
const TestReport* first_not_passed(const TestRun& run);

}  // namespace workbook
