#include "grade/record.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace workbook {

using nlohmann::ordered_json;

std::size_t Judgement::passed() const {
  return static_cast<std::size_t>(
      std::count_if(tests.begin(), tests.end(),
                    [](const GradedTest& test) { return test.verdict == Verdict::kPass; }));
}

double Record::points() const {
  double sum = 0;
  for (const GradedExercise& exercise : exercises) sum += exercise.points;
  return sum;
}

int Record::points_max() const {
  int sum = 0;
  for (const GradedExercise& exercise : exercises) sum += exercise.points_max;
  return sum;
}

std::size_t Record::flags() const {
  std::size_t sum = 0;
  for (const GradedExercise& exercise : exercises) sum += exercise.judgement.flags.size();
  return sum;
}

double points_for(const Workbook& workbook, const Exercise& exercise, const Judgement& judgement) {
  if (judgement.verdict == Verdict::kPass) return exercise.points;
  const bool judged = verdict_is_of_tests(judgement.verdict);
  if (!workbook.partial_credit || !judged || judgement.planned == 0) return 0;
  const double share =
      static_cast<double>(judgement.passed()) / static_cast<double>(judgement.planned);
  return std::floor(share * exercise.points * 10) / 10;
}

ordered_json to_json(const Judgement& judgement) {
  ordered_json tests = ordered_json::array();
  for (const GradedTest& test : judgement.tests) {
    tests.push_back({{"test", test.name},
                     {"verdict", words_for(test.verdict)},
                     {"seen", test.seen},
                     {"headline", test.headline},
                     {"story", test.story}});
  }
  return {{"verdict", words_for(judgement.verdict)},
          {"reason", judgement.reason},
          {"details", judgement.details},
          {"tests_planned", judgement.planned},
          {"tests", tests},
          {"flags", judgement.flags}};
}

ordered_json to_json(const Record& record) {
  ordered_json exercises = ordered_json::array();
  for (const GradedExercise& exercise : record.exercises) {
    ordered_json one = {{"id", exercise.id},
                        {"name", exercise.name},
                        {"title", exercise.title},
                        {"points", exercise.points},
                        {"points_max", exercise.points_max},
                        {"answer", exercise.answer}};
    one.update(to_json(exercise.judgement));
    exercises.push_back(one);
  }
  return {{"format", 1},
          {"student", record.student},
          {"points", record.points()},
          {"points_max", record.points_max()},
          {"exercises", exercises}};
}

Judgement judgement_from(const ordered_json& json) {
  Judgement judgement;
  judgement.verdict = verdict_named(json.at("verdict").get<std::string>()).value();
  json.at("reason").get_to(judgement.reason);
  json.at("details").get_to(judgement.details);
  json.at("tests_planned").get_to(judgement.planned);
  json.at("flags").get_to(judgement.flags);
  for (const ordered_json& test : json.at("tests")) {
    judgement.tests.push_back({test.at("test"),
                               verdict_named(test.at("verdict").get<std::string>()).value(),
                               test.at("seen"), test.at("headline"), test.at("story")});
  }
  return judgement;
}

Record record_from(const ordered_json& json) {
  Record record;
  json.at("student").get_to(record.student);
  for (const ordered_json& one : json.at("exercises")) {
    record.exercises.push_back({one.at("id"), one.at("name"), one.at("title"), one.at("points"),
                                one.at("points_max"), one.at("answer"), judgement_from(one)});
  }
  return record;
}

std::string printable(std::string_view text, std::size_t most) {
  const bool cut = text.size() > most;
  std::string clean;
  for (const char c : text.substr(0, most)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte == '\r' || byte == 0x7F) continue;
    if (byte < ' ' && c != '\n' && c != '\t') continue;
    clean += c;
  }
  if (cut) clean += "\n... (cut here)";
  // What is no UTF-8 becomes the sign for that.
  return ordered_json::parse(
      ordered_json(clean).dump(-1, ' ', false, ordered_json::error_handler_t::replace));
}

std::string dumped(const ordered_json& json) {
  return json.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

std::string points_text(double points) { return fmt::format("{:g}", points); }

}  // namespace workbook
