#include "report.hpp"

#include <map>
#include <nlohmann/json.hpp>

#include "text.hpp"

namespace workbook {

using nlohmann::json;

namespace {

TestReport from_start(const json& line) {
  TestReport report;
  report.test = line.value("test", "");
  report.index = line.value("index", 0);
  report.verdict = kVerdictCrash;
  report.headline = "The test's process died without a word.";
  return report;
}

TestReport from_result(const json& line) {
  TestReport report;
  report.test = line.value("test", "");
  report.index = line.value("index", 0);
  report.verdict = line.value("verdict", std::string(kVerdictCouldNotTell));
  report.seen = line.value("seen", "");
  report.schedules = line.value("schedules", std::uint64_t{0});
  report.headline = line.value("headline", "");
  report.story = line.value("story", "");
  report.schedule = line.value("schedule", "");
  report.schedule_number = line.value("schedule_number", std::uint64_t{0});
  report.mark = line.value("mark", "");
  report.file = line.value("file", "");
  report.line = line.value("line", 0);
  report.ms = line.value("ms", 0.0);
  return report;
}

}  // namespace

std::vector<TestReport> parse_report(std::string_view lines) {
  std::map<int, TestReport> by_index;
  for (const std::string& text : lines_of(lines)) {
    const json line = json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (!line.is_object()) continue;
    const TestReport report =
        line.value("event", "") == "start" ? from_start(line) : from_result(line);
    by_index[report.index] = report;
  }
  std::vector<TestReport> reports;
  for (auto& [index, report] : by_index) reports.push_back(std::move(report));
  return reports;
}

}  // namespace workbook
