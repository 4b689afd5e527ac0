#include "grade/exports.hpp"

#include <fmt/core.h>

namespace workbook {

using nlohmann::ordered_json;

namespace {

std::string csv_cell(std::string text) {
  if (!text.empty() && std::string_view("=+-@\t").find(text.front()) != std::string_view::npos) {
    text.insert(0, "'");
  }
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

std::string testcase(const Record& record, const GradedExercise& exercise) {
  const Verdict verdict = exercise.judgement.verdict;
  std::string text = fmt::format("    <testcase name=\"{} {}\" classname=\"{}\" time=\"0\"",
                                 exercise.id, escaped(exercise.name), escaped(record.student));
  if (verdict == Verdict::kPass) return text + "/>\n";
  const char* element = verdict == Verdict::kUnknown      ? "error"
                        : verdict == Verdict::kNotWritten ? "skipped"
                                                          : "failure";
  text += fmt::format(">\n      <{} message=\"{}\"", element, words_for(verdict));
  if (verdict != Verdict::kNotWritten) text += fmt::format(" type=\"{}\"", words_for(verdict));
  return text + fmt::format(">{}</{}>\n    </testcase>\n",
                            escaped(exercise.judgement.reason + "\n" + exercise.judgement.details),
                            element);
}

struct Counts {
  int tests = 0, failures = 0, errors = 0, skipped = 0;

  void add(Verdict verdict) {
    ++tests;
    if (verdict == Verdict::kPass) return;
    ++(verdict == Verdict::kUnknown      ? errors
       : verdict == Verdict::kNotWritten ? skipped
                                         : failures);
  }
  std::string attributes() const {
    return fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"0\"",
                       tests, failures, errors, skipped);
  }
};

}  // namespace

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '&':
        result += "&amp;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::string verdict_text(const GradedExercise& exercise) {
  std::string text(words_for(exercise.judgement.verdict));
  if (!exercise.judgement.reason.empty()) text += "\n" + exercise.judgement.reason;
  if (!exercise.judgement.details.empty()) text += "\n\n" + exercise.judgement.details;
  return text;
}

std::string gradebook_csv(const std::vector<Record>& records) {
  if (records.empty()) return "";
  std::string text = "student";
  for (const GradedExercise& exercise : records.front().exercises) text += "," + exercise.id;
  text += ",total,max,flags\r\n";
  for (const Record& record : records) {
    text += csv_cell(record.student);
    for (const GradedExercise& exercise : record.exercises) {
      text += "," + points_text(exercise.points);
    }
    text += fmt::format(",{},{},{}\r\n", points_text(record.points()), record.points_max(),
                        record.flags());
  }
  return text;
}

std::string junit_xml(const std::vector<Record>& records) {
  Counts all;
  std::string suites;
  for (const Record& record : records) {
    Counts counts;
    std::string cases;
    for (const GradedExercise& exercise : record.exercises) {
      counts.add(exercise.judgement.verdict);
      all.add(exercise.judgement.verdict);
      cases += testcase(record, exercise);
    }
    suites += fmt::format("  <testsuite name=\"{}\" {}>\n{}  </testsuite>\n",
                          escaped(record.student), counts.attributes(), cases);
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"grade\" {}>\n{}"
      "</testsuites>\n",
      all.attributes(), suites);
}

ordered_json gradescope(const Record& record) {
  ordered_json tests = ordered_json::array();
  for (const GradedExercise& exercise : record.exercises) {
    const bool passed = exercise.judgement.verdict == Verdict::kPass;
    tests.push_back({{"name", exercise.id + " " + exercise.name},
                     {"number", exercise.id},
                     {"score", exercise.points},
                     {"max_score", exercise.points_max},
                     {"status", passed ? "passed" : "failed"},
                     {"output", verdict_text(exercise)},
                     {"output_format", "text"},
                     {"visibility", "visible"}});
  }
  return {{"score", record.points()}, {"tests", tests}};
}

}  // namespace workbook
