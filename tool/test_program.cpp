#include "test_program.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <optional>

#include "terminal.hpp"

namespace workbook {

namespace fs = std::filesystem;

namespace {

// The last resort against a test that hangs: limits of the explorer count steps, and are far
// below this on any machine.
constexpr std::chrono::seconds kTestsMax{120};

Command command_for(const fs::path& program, const TestProgramOptions& options, int shard) {
  Command command{{program.string(), "--gtest_brief=1"}, {}, "WORKBOOK_REPORT"};
  // What they tell is shown two columns to the right.
  command.environment.emplace_back("INTERLEAVE_COLUMNS", std::to_string(terminal_columns() - 2));
  if (options.fail_fast) command.words.push_back("--gtest_fail_fast");
  if (!options.only.empty()) command.words.push_back("--gtest_filter=" + options.only);
  if (!options.replay.empty()) {
    command.environment.emplace_back("INTERLEAVE_REPLAY", options.replay);
  }
  if (options.shards > 1) {
    command.environment.emplace_back("GTEST_TOTAL_SHARDS", std::to_string(options.shards));
    command.environment.emplace_back("GTEST_SHARD_INDEX", std::to_string(shard));
  }
  return command;
}

// Puts the reports of the shards together as they come.
//
// Two shards end in a different order each time. So that the result is always the same, tests count
// in the order of the source: one is told when all before it are done, and where one never ends,
// what others found behind it is left out.
class Collector {
 public:
  Collector(const TestProgramOptions& options, const TestListeners& listeners)
      : options_(options),
        listeners_(listeners),
        readers_(static_cast<std::size_t>(options.shards)) {}

  // Takes what the n-th shard wrote; nothing at its end. Returns false once the rest is to be left.
  bool add(std::size_t n, std::string_view text) {
    ReportReader& reader = readers_[n];
    text.empty() ? reader.end() : reader.add(text);
    tell_settled();
    return !last_ || settled() <= *last_;
  }

  void fill(TestRun& run) const {
    for (const auto& [index, test] : merged()) {
      if (!last_ || index <= *last_) run.tests.push_back(*test);
    }
    run.planned = planned();
  }

 private:
  int settled() const {
    const auto least = std::min_element(
        readers_.begin(), readers_.end(),
        [](const ReportReader& a, const ReportReader& b) { return a.settled() < b.settled(); });
    return least->settled();
  }

  std::map<int, const TestReport*> merged() const {
    std::map<int, const TestReport*> all;
    for (const ReportReader& reader : readers_) {
      for (const auto& [index, test] : reader.tests()) all[index] = &test;
    }
    return all;
  }

  std::size_t planned() const {
    std::size_t count = 0;
    for (const ReportReader& reader : readers_) count += reader.planned().size();
    return count;
  }

  std::size_t longest_name() const {
    std::size_t longest = 0;
    for (const ReportReader& reader : readers_) {
      for (const std::string& name : reader.planned()) longest = std::max(longest, name.size());
    }
    return longest;
  }

  void tell_settled() {
    const int settled_now = settled();
    for (const auto& [index, test] : merged()) {
      if (index < told_ || index >= settled_now || last_) continue;
      if (listeners_.on_test) listeners_.on_test(*test, longest_name());
      if (options_.leave_rest && is_endless(test->verdict)) last_ = index;
      told_ = index + 1;
      ++done_;
    }
    if (listeners_.on_progress) listeners_.on_progress(done_, planned());
  }

  const TestProgramOptions& options_;
  const TestListeners& listeners_;
  std::vector<ReportReader> readers_;
  int told_ = 0;             // Tests before this one were told.
  std::size_t done_ = 0;     // So many were.
  std::optional<int> last_;  // What comes behind this one is left.
};

}  // namespace

TestRun run_tests(const fs::path& program, const TestProgramOptions& options,
                  const TestListeners& listeners) {
  std::vector<Command> commands;
  for (int shard = 0; shard < options.shards; ++shard) {
    commands.push_back(command_for(program, options, shard));
  }
  Collector collector(options, listeners);
  Listeners of_processes;
  of_processes.attention = listeners.attention;
  bool left = false;
  of_processes.on_report = [&](std::size_t n, std::string_view text) {
    left = !collector.add(n, text);
    return !left;
  };
  const auto start = std::chrono::steady_clock::now();
  TestRun result;
  for (const Finished& finished : run_all(commands, kTestsMax, of_processes)) {
    result.output += finished.output;
    result.timed_out = result.timed_out || finished.timed_out;
    if (finished.signal != 0 && !left) result.signal = finished.signal;
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  result.seconds = took.count();
  collector.fill(result);
  return result;
}

// The plainest failure is the one with the fewest threads in its story. Of one thread the shortest
// sequence of calls says most, and a test by a model has it. Then comes the first in the source,
// where tests are ordered from plain to hard. One without a story comes last.
const TestReport* first_not_passed(const TestRun& run) {
  const auto rank = [](const TestReport& test) {
    if (test.threads == 0) return std::numeric_limits<int>::max();
    return 2 * test.threads - (test.threads == 1 && test.by_model ? 1 : 0);
  };
  const TestReport* plainest = nullptr;
  for (const TestReport& test : run.tests) {
    if (test.passed()) continue;
    if (plainest == nullptr || rank(test) < rank(*plainest)) plainest = &test;
  }
  return plainest;
}

Verdict verdict_of(const TestRun& run) {
  if (run.timed_out || run.tests.empty()) return Verdict::kUnknown;
  const TestReport* test = first_not_passed(run);
  return test == nullptr ? Verdict::kPass : test->verdict;
}

}  // namespace workbook
