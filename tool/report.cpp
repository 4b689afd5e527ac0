#include "report.hpp"

#include <limits>

namespace workbook {

using nlohmann::json;

namespace {

TestReport from_start(const json& line) {
  TestReport report;
  report.test = line.value("test", "");
  report.index = line.value("index", 0);
  report.verdict = Verdict::kCrash;
  report.headline = "The test's process died without a word.";
  return report;
}

int threads_of(const json& result) {
  const json::json_pointer threads("/failure/threads");
  return result.contains(threads) ? static_cast<int>(result.at(threads).size()) : 0;
}

TestReport from_result(const json& line) {
  TestReport report;
  report.test = line.value("test", "");
  report.index = line.value("index", 0);
  const std::string words = line.value("verdict", "");
  report.verdict = verdict_named(words).value_or(Verdict::kUnknown);
  report.seen = line.value("seen", "");
  report.complete = line.value("complete", false);
  report.ended_by = line.value("ended_by", std::vector<std::string>());
  report.schedules = line.value("schedules", std::uint64_t{0});
  report.headline = line.value("headline", "");
  report.story = line.value("story", "");
  report.data = line.value("data", json());
  report.threads = threads_of(report.data);
  report.by_model = line.value("by_model", false);
  report.schedule = line.value("schedule", "");
  report.schedule_number = line.value("schedule_number", std::uint64_t{0});
  report.mark = line.value("mark", "");
  report.file = line.value("file", "");
  report.line = line.value("line", 0);
  report.ms = line.value("ms", 0.0);
  return report;
}

}  // namespace

void ReportReader::add(std::string_view text) {
  partial_ += text;
  std::size_t begin = 0;
  for (std::size_t end; (end = partial_.find('\n', begin)) != std::string::npos; begin = end + 1) {
    add_line(partial_.substr(begin, end - begin));
  }
  partial_.erase(0, begin);
}

void ReportReader::add_line(const std::string& text) {
  const json line = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!line.is_object()) return;
  const std::string event = line.value("event", "");
  if (event == "plan") {
    planned_ = line.value("tests", planned_);
    return;
  }
  const TestReport report = event == "start" ? from_start(line) : from_result(line);
  settled_ = event == "start" ? report.index : report.index + 1;
  tests_[report.index] = report;
}

int ReportReader::settled() const { return ended_ ? std::numeric_limits<int>::max() : settled_; }

std::vector<TestReport> parse_report(std::string_view lines) {
  ReportReader reader;
  reader.add(lines);
  std::vector<TestReport> reports;
  for (const auto& [index, report] : reader.tests()) reports.push_back(report);
  return reports;
}

}  // namespace workbook
