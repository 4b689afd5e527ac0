// The main of every exercise's tests: GoogleTest's, plus a report for the tool.
//
// With WORKBOOK_REPORT=<path> in the environment, JSON lines are appended to that file: one that
// names the tests, and two for each of them.
//   {"event":"plan","tests":["Journal.Keeps", ...]}
//   {"event":"start","test":"Journal.Keeps","index":0}
//   {"event":"result","test":"Journal.Keeps","index":0,"verdict":"passed","complete":true,
//    "schedules":16,"seen":"all 16 schedules",...}
// A result says whether every schedule was run ("complete"), how many, and what ended the search
// before ("ended_by"). One that failed has its story as text ("story") and as data ("data":
// interleave's to_json(), see interleave/docs/story.schema.json).
// A line is in the file before the next thing happens. So a process that dies leaves what it had,
// and a start without a result tells which test it died in.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <optional>
#include <regex>
#include <string>
#include <vector>

#include "interleave/adapter.hpp"
#include "interleave/gtest.hpp"
#include "interleave/json.hpp"

namespace {

using nlohmann::json;

// In a graded run each line of the report begins with a word that only the grader and this program
// know. It comes through a pipe, and is read and closed before anything of the answer can run.
class Secret {
 public:
  Secret() {
    if (std::getenv("WORKBOOK_GRADED") == nullptr) return;
    constexpr int kSecretDescriptor = 4;
    char c = 0;
    while (read(kSecretDescriptor, &c, 1) == 1 && c != '\n') word_ += c;
    close(kSecretDescriptor);
  }

  bool graded() const { return !word_.empty(); }
  std::string prefix() const { return graded() ? word_ + " " : ""; }

 private:
  std::string word_;
};

[[gnu::init_priority(101)]] const Secret secret;

// Writes one line at a time, each with a single write(), so that shards may share a file.
class Report {
 public:
  explicit Report(const char* path)
      : descriptor_(open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644)) {
    if (descriptor_ < 0) {
      std::perror(path);
      std::exit(2);
    }
  }

  void write_line(const json& line) const {
    const std::string text =
        secret.prefix() + line.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
    if (write(descriptor_, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
      std::perror("the test report");
      std::exit(2);
    }
  }

 private:
  int descriptor_;
};

// The place of a test among all tests of the program, in the order of its source. Shards need it:
// each runs only some of them.
int index_of(const testing::TestInfo& wanted) {
  const testing::UnitTest& all = *testing::UnitTest::GetInstance();
  int index = 0;
  for (int s = 0; s < all.total_test_suite_count(); ++s) {
    const testing::TestSuite& suite = *all.GetTestSuite(s);
    for (int t = 0; t < suite.total_test_count(); ++t, ++index) {
      if (suite.GetTestInfo(t) == &wanted) return index;
    }
  }
  return index;
}

std::string full_name(const testing::TestInfo& info) {
  return std::string(info.test_suite_name()) + "." + info.name();
}

// Finds "1.3 push is not written yet: bounded_queue.hpp:24" in `text`, and puts its parts into
// `line`. An EXPECT_THROW that meets an unwritten body has this sentence in its message.
bool add_mark(const std::string& text, json& line) {
  static const std::regex sentence(R"((\d+\.\d+ [^:\n]*?) is not written yet: ([^\s:]+):(\d+))");
  std::smatch found;
  if (!std::regex_search(text, found, sentence)) return false;
  line["verdict"] = "not written yet";
  line["mark"] = found[1].str();
  line["file"] = found[2].str();
  line["line"] = std::stoi(found[3].str());
  return true;
}

// What was seen in one test, from its start to its end.
struct TestSoFar {
  std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
  std::uint64_t schedules = 0;
  std::vector<std::string> seen;               // One entry an exploration.
  std::vector<std::string> ended_by;           // What ended them before all was seen.
  bool complete = true;                        // All was seen in each of them.
  std::optional<interleave::Result> decisive;  // The first exploration that did not pass.
  std::string messages;                        // Failures outside an exploration, and inside.
};

// A line that is not full is easier to read.
constexpr std::size_t kMargin = 8;

void add_failure(const interleave::Failure& failure, json& line) {
  line["verdict"] = interleave::name(failure.kind);
  const std::size_t columns = interleave::text_columns();
  line["headline"] = interleave::wrapped(failure.headline, columns - kMargin);
  line["by_model"] = failure.by_model;
  line["schedule"] = failure.schedule;
  line["schedule_number"] = failure.schedule_number;
  line["story"] = interleave::to_text(failure.story, columns);
  add_mark(failure.exception_message + "\n" + failure.headline, line);
}

json verdict_of(const TestSoFar& test, bool passed) {
  json line;
  if (test.decisive && test.decisive->failure) {
    add_failure(*test.decisive->failure, line);
    line["data"] = json::parse(interleave::to_json(*test.decisive));
  } else if (test.decisive) {
    line["verdict"] = "could not tell";
    line["headline"] = test.decisive->seen;
  } else if (!passed) {
    line["verdict"] = "wrong result";
    line["headline"] = test.messages;
    add_mark(test.messages, line);
  } else {
    line["verdict"] = "passed";
  }
  return line;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

class Listener : public testing::EmptyTestEventListener {
 public:
  explicit Listener(const char* path) : report_(path) {
    interleave::on_result([this](const interleave::Result& result) { add(result); });
  }

  // The filter and the shards have been applied.
  void OnTestIterationStart(const testing::UnitTest& all, int) override {
    json names = json::array();
    for (int s = 0; s < all.total_test_suite_count(); ++s) {
      const testing::TestSuite& suite = *all.GetTestSuite(s);
      for (int t = 0; t < suite.total_test_count(); ++t) {
        const testing::TestInfo& info = *suite.GetTestInfo(t);
        if (info.should_run()) names.push_back(full_name(info));
      }
    }
    report_.write_line({{"event", "plan"}, {"tests", names}});
  }

  void OnTestStart(const testing::TestInfo& info) override {
    test_ = TestSoFar();
    report_.write_line({{"event", "start"}, {"test", full_name(info)}, {"index", index_of(info)}});
  }

  void OnTestPartResult(const testing::TestPartResult& part) override {
    if (part.failed()) test_.messages += std::string(part.message()) + "\n";
  }

  void OnTestEnd(const testing::TestInfo& info) override {
    const std::chrono::duration<double, std::milli> took =
        std::chrono::steady_clock::now() - test_.start;
    json line = verdict_of(test_, info.result()->Passed());
    line["event"] = "result";
    line["test"] = full_name(info);
    line["index"] = index_of(info);
    line["seen"] = joined(test_.seen);
    line["schedules"] = test_.schedules;
    line["complete"] = test_.complete && !test_.seen.empty();
    line["ended_by"] = test_.ended_by;
    line["ms"] = took.count();
    report_.write_line(line);
  }

 private:
  void add(const interleave::Result& result) {
    test_.schedules += result.schedules;
    test_.seen.push_back(result.seen);
    test_.complete = test_.complete && result.coverage == interleave::Coverage::kAll &&
                     result.verdict == interleave::Verdict::kPassed;
    for (const std::string& budget : result.ended_by) test_.ended_by.push_back(budget);
    if (result.verdict != interleave::Verdict::kPassed && !test_.decisive) test_.decisive = result;
  }

  Report report_;
  TestSoFar test_;
};

// Whether GoogleTest's comparisons still tell one from two: nothing in the answer took them over.
bool comparisons_work() {
  using testing::internal::EqHelper;
  return !EqHelper::Compare("", "", 1, 2) &&
         !EqHelper::Compare("", "", std::string("one"), std::string("two")) &&
         !EqHelper::Compare("", "", std::vector<int>{1}, std::vector<int>{2});
}

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  if (const char* path = std::getenv("WORKBOOK_REPORT")) {
    testing::UnitTest::GetInstance()->listeners().Append(new Listener(path));
  }
  // A student uses these and has not written them.
  interleave::tell_as_calls(WORKBOOK_ROOT "/provided/");
  interleave::tell_as_calls(WORKBOOK_ROOT "/tests/support/");
  // These only hand on what a test calls.
  interleave::pass_over_in_stories(WORKBOOK_ROOT "/tests/interfaces/");
  const int status = RUN_ALL_TESTS();
  if (!secret.graded()) return status;
  Report(std::getenv("WORKBOOK_REPORT"))
      .write_line({{"event", "end"}, {"comparisons_work", comparisons_work()}});
  _exit(status);  // What runs after main is the answer's, and nobody's concern.
}
