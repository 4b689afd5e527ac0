#include "grade/diff.hpp"

#include <fmt/core.h>

#include <map>

namespace workbook {

namespace {

std::string told(const GradedExercise& exercise) {
  return fmt::format("{} ({} of {})", exercise.judgement.verdict, points_text(exercise.points),
                     exercise.points_max);
}

std::string why(const GradedExercise& before, const GradedExercise& after) {
  if (before.answer != after.answer) return "another file was handed in";
  return "the same file: the tests, the points or the tools changed";
}

void compare(const Record& before, const Record& after, std::vector<std::string>& lines) {
  std::map<std::string, const GradedExercise*> old;
  for (const GradedExercise& exercise : before.exercises) old[exercise.id] = &exercise;
  for (const GradedExercise& exercise : after.exercises) {
    const auto found = old.find(exercise.id);
    if (found == old.end()) {
      lines.push_back(fmt::format("{} {}: new, {}", after.student, exercise.id, told(exercise)));
      continue;
    }
    const GradedExercise& was = *found->second;
    if (told(was) == told(exercise)) continue;
    lines.push_back(fmt::format("{} {}: {} -> {}: {}", after.student, exercise.id, told(was),
                                told(exercise), why(was, exercise)));
  }
}

}  // namespace

std::vector<std::string> differences(const std::vector<Record>& before,
                                     const std::vector<Record>& after) {
  std::map<std::string, const Record*> old;
  for (const Record& record : before) old[record.student] = &record;
  std::vector<std::string> lines;
  for (const Record& record : after) {
    const auto found = old.find(record.student);
    if (found == old.end()) {
      lines.push_back(fmt::format("{}: new, {} of {} points", record.student,
                                  points_text(record.points()), record.points_max()));
      continue;
    }
    compare(*found->second, record, lines);
    old.erase(found);
  }
  for (const auto& [student, record] : old) lines.push_back(student + ": no longer there");
  return lines;
}

}  // namespace workbook
