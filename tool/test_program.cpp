#include "test_program.hpp"

#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>

#include "errors.hpp"
#include "process.hpp"
#include "terminal.hpp"
#include "text.hpp"

namespace workbook {

namespace fs = std::filesystem;

namespace {

// The last resort against a test that hangs: limits of the explorer count steps, and are far
// below this on any machine.
constexpr std::chrono::seconds kTestsMax{120};

// A file that goes when this does.
class TemporaryFile {
 public:
  TemporaryFile() {
    std::string name = (fs::temp_directory_path() / "workbook-report-XXXXXX").string();
    const int descriptor = mkstemp(name.data());
    if (descriptor < 0) throw CannotTell("Cannot write to " + fs::temp_directory_path().string());
    close(descriptor);
    path_ = name;
  }
  ~TemporaryFile() {
    std::error_code ignored;
    fs::remove(path_, ignored);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

Command command_for(const fs::path& program, const fs::path& report,
                    const TestProgramOptions& options, int shard) {
  Command command{{program.string(), "--gtest_brief=1"}, {{"WORKBOOK_REPORT", report.string()}}};
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

}  // namespace

TestRun run_tests(const fs::path& program, const TestProgramOptions& options) {
  const TemporaryFile report;
  std::vector<Command> commands;
  for (int shard = 0; shard < options.shards; ++shard) {
    commands.push_back(command_for(program, report.path(), options, shard));
  }
  const auto start = std::chrono::steady_clock::now();
  TestRun result;
  for (const Finished& finished : run_all(commands, kTestsMax)) {
    result.output += finished.output;
    result.timed_out = result.timed_out || finished.timed_out;
    if (finished.signal != 0) result.signal = finished.signal;
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  result.seconds = took.count();
  result.tests = parse_report(read_file(report.path()));
  return result;
}

const TestReport* first_not_passed(const TestRun& run) {
  const auto found = std::find_if(run.tests.begin(), run.tests.end(),
                                  [](const TestReport& test) { return !test.passed(); });
  return found == run.tests.end() ? nullptr : &*found;
}

std::string verdict_of(const TestRun& run) {
  if (run.timed_out || run.tests.empty()) return std::string(kVerdictCouldNotTell);
  const TestReport* test = first_not_passed(run);
  return test == nullptr ? std::string(kVerdictPassed) : test->verdict;
}

}  // namespace workbook
