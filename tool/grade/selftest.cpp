#include "grade/selftest.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "errors.hpp"
#include "gate/variant.hpp"
#include "text.hpp"

namespace workbook {

namespace fs = std::filesystem;

namespace {

// The attacks are made on this exercise: each stands behind its solution.
constexpr const char* kAttacked = "1.1";

Trial trial_of(const Workbook& workbook, const Variant& variant) {
  const std::string passed(words_for(Verdict::kPass));
  Trial trial{
      variant.name(), variant.exercise.id, read_file(workbook.root / variant.file), {passed}};
  if (variant.kind == VariantKind::kMistake) {
    trial.expected = expected_verdicts(trial.answer, variant.file.string());
  } else if (variant.kind == VariantKind::kStub && !variant.exercise.passes_as_given) {
    trial.expected = {std::string(words_for(Verdict::kNotWritten))};
  }
  return trial;
}

std::vector<Trial> attacks(const Workbook& workbook) {
  std::vector<Trial> trials;
  const Exercise exercise = workbook.find(kAttacked);
  const std::string solution = read_file(workbook.root / exercise.solution_header());
  for (const auto& entry : fs::directory_iterator(workbook.root / "tests" / "hostile")) {
    const std::string attack = read_file(entry.path());
    trials.push_back({fmt::format("{} hostile {}", kAttacked, entry.path().stem().string()),
                      kAttacked, solution + attack,
                      expected_verdicts(attack, entry.path().string())});
  }
  return trials;
}

}  // namespace

std::vector<Trial> all_trials(const Workbook& workbook, const std::string& part) {
  std::vector<Trial> trials = attacks(workbook);
  for (const Variant& variant : all_variants(workbook)) {
    trials.push_back(trial_of(workbook, variant));
  }
  std::erase_if(trials,
                [&](const Trial& trial) { return trial.student.find(part) == std::string::npos; });
  if (trials.empty()) throw CannotTell(fmt::format("No trial has '{}' in its name.", part));
  std::sort(trials.begin(), trials.end(),
            [](const Trial& a, const Trial& b) { return a.student < b.student; });
  return trials;
}

void hand_in(const Workbook& workbook, const std::vector<Trial>& trials, const fs::path& folder) {
  for (const Trial& trial : trials) {
    const fs::path file = folder / trial.student / workbook.find(trial.id).student_header();
    fs::create_directories(file.parent_path());
    write_file(file, trial.answer);
  }
}

std::vector<std::string> surprises(const Workbook& workbook, const std::vector<Trial>& trials,
                                   const std::vector<Record>& records) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < trials.size(); ++i) {
    const Trial& trial = trials[i];
    for (const GradedExercise& exercise : records[i].exercises) {
      if (exercise.id != trial.id) continue;
      const std::string verdict(words_for(exercise.judgement.verdict));
      if (std::find(trial.expected.begin(), trial.expected.end(), verdict) ==
          trial.expected.end()) {
        all.push_back(fmt::format("{}: {} instead of {}. {}", trial.student, verdict,
                                  trial.expected.front(), exercise.judgement.reason));
      }
      const bool passes = exercise.judgement.verdict == Verdict::kPass;
      const double points = passes ? workbook.find(trial.id).points : 0;
      if (records[i].points() != points && !workbook.partial_credit) {
        all.push_back(fmt::format("{}: {} points instead of {}", trial.student,
                                  points_text(records[i].points()), points_text(points)));
      }
    }
  }
  return all;
}

}  // namespace workbook
