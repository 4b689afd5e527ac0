// Reads what a test program reports (see tests/support/main.cpp).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace workbook {

// Words for how a test ended, beside those of a failure such as "deadlock".
inline constexpr std::string_view kVerdictPassed = "passed";
inline constexpr std::string_view kVerdictNotWritten = "not written yet";
inline constexpr std::string_view kVerdictCouldNotTell = "could not tell";
inline constexpr std::string_view kVerdictDoesNotCompile = "does not compile";
inline constexpr std::string_view kVerdictCrash = "crash";

struct TestReport {
  std::string test;  // "BoundedQueue.KeepsOrder"
  int index = 0;     // Its place among the program's tests, in the order of the source.
  std::string verdict;
  std::string seen;  // How much of the schedule space: "all 16 schedules".
  std::uint64_t schedules = 0;
  std::string headline;  // What went wrong, in a sentence or two.
  std::string story;     // How it came about; may be empty.
  std::string schedule;  // Runs that schedule again; may be empty.
  std::uint64_t schedule_number = 0;
  std::string mark;  // Not written yet: which, such as "1.3 push", and where.
  std::string file;
  int line = 0;
  double ms = 0;

  bool passed() const { return verdict == kVerdictPassed; }

  // A program with a single schedule has an empty string for it.
  bool can_be_replayed() const { return schedule_number > 0; }
};

// Returns the tests in the order of the source. A test that was started and has no result is the
// one its process died in: a crash. Lines that are not whole are left out.
std::vector<TestReport> parse_report(std::string_view lines);

}  // namespace workbook
