#include "progress.hpp"

#include <nlohmann/json.hpp>

#include "errors.hpp"
#include "text.hpp"

namespace workbook {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

fs::path file_of(const Workbook& workbook, const Exercise& exercise) {
  return workbook.root / ".workbook" / (exercise.id + ".json");
}

}  // namespace

const ReplayableFailure* Progress::find(const std::string& test) const {
  const std::string& wanted = test.empty() ? told : test;
  for (const ReplayableFailure& failure : failures) {
    if (failure.test == wanted) return &failure;
  }
  return nullptr;
}

void Progress::add(const ReplayableFailure& failure) {
  std::erase_if(failures,
                [&](const ReplayableFailure& known) { return known.test == failure.test; });
  failures.push_back(failure);
}

Progress load_progress(const Workbook& workbook, const Exercise& exercise) {
  const fs::path path = file_of(workbook, exercise);
  if (!fs::exists(path)) return {};
  try {
    const json from = json::parse(read_file(path));
    Progress progress;
    progress.verdict = verdict_named(from.at("verdict").get<std::string>());
    progress.hints = from.at("hints");
    progress.told = from.value("told", "");
    for (const json& failure : from.value("failures", json::array())) {
      progress.failures.push_back({failure.at("test"), failure.at("schedule")});
    }
    return progress;
  } catch (const json::exception&) {
    return {};
  }
}

void save_progress(const Workbook& workbook, const Exercise& exercise, const Progress& progress) {
  const fs::path path = file_of(workbook, exercise);
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  json failures = json::array();
  for (const ReplayableFailure& failure : progress.failures) {
    failures.push_back({{"test", failure.test}, {"schedule", failure.schedule}});
  }
  const json to = {{"verdict", progress.verdict ? words_for(*progress.verdict) : ""},
                   {"hints", progress.hints},
                   {"told", progress.told},
                   {"failures", failures}};
  write_file(path, to.dump(2) + "\n");
}

Points points(const Workbook& workbook) {
  Points points;
  for (const Exercise& exercise : workbook.exercises()) {
    points.all += exercise.points;
    if (load_progress(workbook, exercise).passed()) points.got += exercise.points;
  }
  return points;
}

const Exercise* next_unsolved(const Workbook& workbook, const std::vector<Exercise>& exercises,
                              const std::string& after) {
  std::size_t start = 0;
  for (std::size_t i = 0; i < exercises.size(); ++i) {
    if (exercises[i].id == after) start = i + 1;
  }
  for (std::size_t i = 0; i < exercises.size(); ++i) {
    const Exercise& exercise = exercises[(start + i) % exercises.size()];
    if (!load_progress(workbook, exercise).passed()) return &exercise;
  }
  return nullptr;
}

}  // namespace workbook
