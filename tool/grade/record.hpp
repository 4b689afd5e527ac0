// What is known of a submission once it is graded. Everything else that grade writes is made of
// this, and docs/grade_record.schema.json says what it looks like as JSON.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "verdict.hpp"
#include "workbook.hpp"

namespace workbook {

struct GradedTest {
  std::string name;
  Verdict verdict = Verdict::kUnknown;
  std::string seen;      // "all 16 schedules"
  std::string headline;  // Empty for a test that passed, as is the story.
  std::string story;
};

// How one answer to one exercise did.
struct Judgement {
  Verdict verdict = Verdict::kUnknown;
  std::string reason;              // A sentence for the student; empty for a pass.
  std::string details;             // A story, or what the compiler said.
  std::size_t planned = 0;         // How many tests there are.
  std::vector<GradedTest> tests;   // Those that were run, in the order of the source.
  std::vector<std::string> flags;  // For a person to look at. They change no verdict.

  std::size_t passed() const;
};

struct GradedExercise {
  std::string id;
  std::string name;
  std::string title;
  double points = 0;
  int points_max = 0;
  std::string answer;  // Tells one file from another; empty where there is none.
  Judgement judgement;
};

struct Record {
  std::string student;
  std::vector<GradedExercise> exercises;

  double points() const;
  int points_max() const;
  std::size_t flags() const;  // How many there are.
};

// All for a pass. Else nothing, or where partial credit is given the share of its tests that
// passed, rounded down to a tenth.
double points_for(const Workbook& workbook, const Exercise& exercise, const Judgement& judgement);

nlohmann::ordered_json to_json(const Judgement& judgement);
nlohmann::ordered_json to_json(const Record& record);

// Throw nlohmann::json::exception for what is none.
Judgement judgement_from(const nlohmann::ordered_json& json);
Record record_from(const nlohmann::ordered_json& json);

// Valid UTF-8 without control characters, whatever `text` holds; at most `most` bytes of it.
std::string printable(std::string_view text, std::size_t most);

// As files have it: two spaces a level, a line end at the end.
std::string dumped(const nlohmann::ordered_json& json);

// "2", "1.5"
std::string points_text(double points);

}  // namespace workbook
