#include "mistakes/column.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>

#include "gate/judge.hpp"
#include "report.hpp"
#include "test_program.hpp"
#include "text.hpp"

namespace mistakes {

namespace fs = std::filesystem;
using workbook::Variant;

namespace {

// Returns what follows `word` in its line, or "".
std::string rest_of_line(const std::string& text, std::string_view word) {
  const std::size_t found = text.find(word);
  if (found == std::string::npos) return "";
  const std::size_t start = found + word.size();
  return text.substr(start, text.find('\n', start) - start);
}

// How a run ended, in a few words.
std::string words_for(const Run& run) {
  switch (run.end) {
    case End::kPassed:
      return "passed";
    case End::kCheckFailed:
      return "check: " + rest_of_line(run.output, "broken: ");
    case End::kSanitizer: {
      const std::string what = rest_of_line(run.output, "WARNING: ThreadSanitizer: ");
      return "report: " + what.substr(0, what.find(" ("));
    }
    case End::kCrashed:
      return "crash";
    case End::kHung:
      return "hangs";
    case End::kCouldNotTell:
      return "could not tell: " + run.output;
  }
  return "";
}

// A file for the test program's report, gone when this is.
class ReportFile {
 public:
  ReportFile() {
    std::string name = (fs::temp_directory_path() / "mistakes-report-XXXXXX").string();
    close(mkstemp(name.data()));
    path_ = name;
  }
  ~ReportFile() {
    std::error_code ignored;
    fs::remove(path_, ignored);
  }
  ReportFile(const ReportFile&) = delete;
  ReportFile& operator=(const ReportFile&) = delete;

  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

}  // namespace

Find Search::by_repetition(const std::string& program) const {
  const std::string file = (programs_ / program).string();
  const std::string options = fmt::format("TSAN_OPTIONS=exitcode={}", kSanitizerStatus);
  Find find;
  while (!find.caught && find.runs < runs_max_) {
    const Run run = run_once({file}, {options});
    ++find.runs;
    find.times.add(run.times);
    find.how = words_for(run);
    find.could_not_tell = run.end == End::kCouldNotTell;
    if (find.could_not_tell) break;
    find.caught = run.end != End::kPassed;
  }
  return find;
}

Find Search::by_exploration(const Variant& variant) const {
  const ReportFile report;
  const Run run =
      run_once({(tests_ / variant.target).string(), "--gtest_brief=1", "--gtest_fail_fast"},
               {"WORKBOOK_REPORT=" + report.path().string()});
  workbook::TestRun tests;
  tests.tests = workbook::parse_report(workbook::read_file(report.path()));
  Find find;
  find.runs = 1;
  find.times.add(run.times);
  const workbook::TestReport* failed = workbook::first_not_passed(tests);
  find.caught = failed != nullptr;
  find.how = failed == nullptr ? "passed" : fmt::format("{} in {}", failed->verdict, failed->test);
  find.could_not_tell = tests.tests.empty();
  if (find.could_not_tell) find.how = "could not tell: " + run.output;
  if (variant.kind == workbook::VariantKind::kMistake && find.caught) {
    // It has to be caught for what it is, not for anything else.
    const std::string text = workbook::read_file(root_ / variant.file);
    find.caught = workbook::complaint(variant, text, tests).empty();
  }
  return find;
}

Row Search::row(const Variant& variant) const {
  return {variant,
          {by_repetition("plain." + variant.target), by_repetition("tsan." + variant.target),
           by_exploration(variant)}};
}

}  // namespace mistakes
