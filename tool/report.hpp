// Reads what a test program reports (see tests/support/main.cpp).
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "verdict.hpp"

namespace workbook {

struct TestReport {
  std::string test;  // "BoundedQueue.KeepsOrder"
  int index = 0;     // Its place among the program's tests, in the order of the source.
  Verdict verdict = Verdict::kUnknown;
  std::string seen;                   // How much of the schedules, in words: "all 16 schedules".
  bool complete = false;              // Every schedule of each of its explorations was run.
  std::vector<std::string> ended_by;  // What ended the search before that: "schedules_max".
  std::uint64_t schedules = 0;
  std::string headline;   // What went wrong, in a sentence or two.
  std::string story;      // How it came about, as text; may be empty.
  nlohmann::json data;    // The same as data: interleave's to_json(). Null where there is none.
  int threads = 0;        // Of the story; 0 where there is none.
  bool by_model = false;  // The test is made by a model: the headline begins with its calls.
  std::string schedule;   // Runs that schedule again; may be empty.
  std::uint64_t schedule_number = 0;
  std::string mark;  // Not written yet: which, such as "1.3 push", and where.
  std::string file;
  int line = 0;
  double ms = 0;

  bool passed() const { return verdict == Verdict::kPass; }

  // A program with a single schedule has an empty string for it.
  bool can_be_replayed() const { return schedule_number > 0; }
};

// The report of one test program, read as it comes. Its tests run in the order of the source.
class ReportReader {
 public:
  // Takes further text in. A line that is not whole waits for its rest.
  void add(std::string_view text);
  // There will be no more.
  void end() { ended_ = true; }

  // A test that was started and has no result is the one its process died in: a crash.
  const std::map<int, TestReport>& tests() const { return tests_; }
  const std::vector<std::string>& planned() const { return planned_; }  // Names of all it will run.

  // Returns how many tests, in the order of the source, this program will say no more about.
  int settled() const;

 private:
  void add_line(const std::string& line);

  std::string partial_;
  std::vector<std::string> planned_;
  std::map<int, TestReport> tests_;
  int settled_ = 0;
  bool ended_ = false;
};

// Returns the tests of a whole report, in the order of the source.
std::vector<TestReport> parse_report(std::string_view lines);

}  // namespace workbook
