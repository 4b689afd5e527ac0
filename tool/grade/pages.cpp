#include "grade/pages.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <map>

#include "grade/exports.hpp"
#include "text.hpp"

namespace workbook {

namespace {

constexpr const char* kStyle = R"(<style>
body { font: 16px/1.5 sans-serif; margin: 2em auto; max-width: 70em; padding: 0 1em; }
table { border-collapse: collapse; }
th, td { border: 1px solid #999; padding: .2em .6em; text-align: left; }
td.n { text-align: right; }
pre { background: #f4f4f4; color: #111; overflow-x: auto; padding: .8em; font-size: 14px; }
.passed { background: #d7f0d7; color: #111; } .failed { background: #f8d9d6; color: #111; }
.open { background: #eee; color: #111; }
</style>
)";

std::string page(const std::string& title, const std::string& body) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>{0}</title>\n{1}</head>\n<body>\n<h1>{0}</h1>\n{2}</body>\n</html>\n",
      escaped(title), kStyle, body);
}

const char* class_of(Verdict verdict) {
  if (verdict == Verdict::kPass) return "passed";
  if (verdict == Verdict::kNotWritten || verdict == Verdict::kUnknown) return "open";
  return "failed";
}

// A link that works whatever characters a student's name has.
std::string url_of(const std::string& student) {
  std::string url = "students/";
  for (const char c : student + ".html") {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = byte < 0x80 && (std::isalnum(byte) != 0 || c == '.' || c == '_' || c == '-');
    url += plain ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return url;
}

std::string list_of_tests(const Judgement& judgement) {
  if (judgement.tests.empty()) return "";
  std::string text = fmt::format("<details><summary>{} of {} passed</summary>\n<ul>\n",
                                 judgement.passed(), counted(judgement.planned, "test"));
  for (const GradedTest& test : judgement.tests) {
    text += fmt::format("<li>{}: {}{}</li>\n", escaped(test.name), words_for(test.verdict),
                        test.seen.empty() ? "" : " (" + escaped(test.seen) + ")");
  }
  if (judgement.planned > judgement.tests.size()) {
    text += fmt::format("<li>{} not run</li>\n",
                        counted(judgement.planned - judgement.tests.size(), "test"));
  }
  return text + "</ul>\n</details>\n";
}

std::string section(const GradedExercise& exercise) {
  const Judgement& judgement = exercise.judgement;
  std::string text = fmt::format(
      "<h2 id=\"{0}\">{0} {1}: {2}</h2>\n<p class=\"{3}\">{2}, {4} of {5}"
      " points</p>\n",
      exercise.id, escaped(exercise.title), words_for(judgement.verdict),
      class_of(judgement.verdict), points_text(exercise.points), exercise.points_max);
  if (!judgement.reason.empty()) text += "<p>" + escaped(judgement.reason) + "</p>\n";
  if (!judgement.details.empty()) text += "<pre>" + escaped(judgement.details) + "</pre>\n";
  return text + list_of_tests(judgement);
}

// How many students are in each tenth of the points.
std::string distribution(const std::vector<Record>& records) {
  std::array<std::size_t, 10> tenths{};
  for (const Record& record : records) {
    const double all = std::max(1, record.points_max());
    const auto tenth = static_cast<std::size_t>(record.points() * 10 / all);
    ++tenths[std::min<std::size_t>(tenth, tenths.size() - 1)];
  }
  const std::size_t most =
      std::max<std::size_t>(1, *std::max_element(tenths.begin(), tenths.end()));
  std::string text = "<h2>Points</h2>\n<pre>";
  for (std::size_t i = 0; i < tenths.size(); ++i) {
    text += fmt::format("{:>3} to {:>3} %  {:>4}  {}\n", i * 10, i * 10 + 10, tenths[i],
                        std::string(tenths[i] * 40 / most, '#'));
  }
  return text + "</pre>\n";
}

std::string by_exercise(const std::vector<Record>& records) {
  std::string text = "<h2>Exercises</h2>\n<table>\n<tr><th>exercise</th><th>verdicts</th></tr>\n";
  for (std::size_t i = 0; i < records.front().exercises.size(); ++i) {
    std::map<Verdict, std::size_t> counts;
    for (const Record& record : records) ++counts[record.exercises[i].judgement.verdict];
    std::string list;
    for (const auto& [verdict, count] : counts) {
      list += fmt::format("{}{} {}", list.empty() ? "" : ", ", count, words_for(verdict));
    }
    const GradedExercise& exercise = records.front().exercises[i];
    text += fmt::format("<tr><td>{} {}</td><td>{}</td></tr>\n", exercise.id,
                        escaped(exercise.title), list);
  }
  return text + "</table>\n";
}

std::string flagged(const std::vector<Record>& records) {
  std::string text;
  for (const Record& record : records) {
    for (const GradedExercise& exercise : record.exercises) {
      for (const std::string& flag : exercise.judgement.flags) {
        text += fmt::format("<li><a href=\"{}#{}\">{}</a>, {}: {}</li>\n", url_of(record.student),
                            exercise.id, escaped(record.student), exercise.id, escaped(flag));
      }
    }
  }
  if (text.empty()) return "";
  return "<h2>For a person to look at</h2>\n<ul>\n" + text + "</ul>\n";
}

std::string table_of_students(const std::vector<Record>& records) {
  std::string text = "<h2>Students</h2>\n<table>\n<tr><th>student</th>";
  for (const GradedExercise& exercise : records.front().exercises) {
    text += "<th>" + exercise.id + "</th>";
  }
  text += "<th>total</th></tr>\n";
  for (const Record& record : records) {
    const std::string url = url_of(record.student);
    text += fmt::format("<tr><td><a href=\"{}\">{}</a></td>", url, escaped(record.student));
    for (const GradedExercise& exercise : record.exercises) {
      const Verdict verdict = exercise.judgement.verdict;
      text += fmt::format("<td class=\"n {}\"><a href=\"{}#{}\" title=\"{}\">{}</a></td>",
                          class_of(verdict), url, exercise.id, words_for(verdict),
                          points_text(exercise.points));
    }
    text += fmt::format("<td class=\"n\">{}</td></tr>\n", points_text(record.points()));
  }
  return text + "</table>\n";
}

}  // namespace

std::string student_page(const Record& record) {
  std::string body =
      fmt::format("<p>{} of {} points</p>\n", points_text(record.points()), record.points_max());
  for (const GradedExercise& exercise : record.exercises) body += section(exercise);
  return page(record.student, body);
}

std::string index_page(const Workbook& workbook, const std::vector<Record>& records) {
  std::string body = fmt::format("<p>{}. <a href=\"gradebook.csv\">gradebook.csv</a></p>\n",
                                 counted(records.size(), "submission"));
  if (!records.empty()) {
    body += distribution(records) + by_exercise(records) + flagged(records) +
            table_of_students(records);
  }
  return page(workbook.title + ": results", body);
}

}  // namespace workbook
