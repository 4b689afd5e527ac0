#include "progress.hpp"

#include <nlohmann/json.hpp>

#include "errors.hpp"
#include "report.hpp"
#include "text.hpp"

namespace workbook {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

fs::path file_of(const Workbook& workbook, const Exercise& exercise) {
  return workbook.root / ".workbook" / (exercise.id + ".json");
}

}  // namespace

bool Progress::passed() const { return verdict == kVerdictPassed; }

Progress load_progress(const Workbook& workbook, const Exercise& exercise) {
  const fs::path path = file_of(workbook, exercise);
  if (!fs::exists(path)) return {};
  try {
    const json from = json::parse(read_file(path));
    return {from.at("verdict"), from.at("hints"), from.at("failed_test"), from.at("schedule")};
  } catch (const json::exception&) {
    return {};
  }
}

void save_progress(const Workbook& workbook, const Exercise& exercise, const Progress& progress) {
  const fs::path path = file_of(workbook, exercise);
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  const json to = {{"verdict", progress.verdict},
                   {"hints", progress.hints},
                   {"failed_test", progress.failed_test},
                   {"schedule", progress.schedule}};
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
