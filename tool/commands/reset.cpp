#include <fmt/core.h>

#include "commands/commands.hpp"
#include "errors.hpp"
#include "progress.hpp"
#include "text.hpp"

namespace workbook {

namespace fs = std::filesystem;

namespace {

// The first of header.yours-1, header.yours-2 ... that is free.
fs::path free_name_beside(const fs::path& header) {
  for (int n = 1;; ++n) {
    fs::path name = header;
    name += fmt::format(".yours-{}", n);
    if (!fs::exists(name)) return name;
  }
}

}  // namespace

int run_reset(const Workbook& workbook, const std::string& name) {
  const Exercise exercise = workbook.find(name);
  const fs::path header = workbook.root / exercise.student_header();
  const std::string stub = read_file(workbook.root / exercise.kept_stub());
  if (fs::exists(header)) {
    if (read_file(header) == stub) {
      fmt::print("{} is as it was given.\n", exercise.student_header().string());
      return kPassed;
    }
    const fs::path kept = free_name_beside(header);
    fs::copy_file(header, kept);
    fmt::print("Yours is kept as {}.\n", (exercise.folder() / kept.filename()).string());
  }
  fs::create_directories(header.parent_path());
  write_file(header, stub);
  fmt::print("{} is as it was given.\n", exercise.student_header().string());
  Progress progress = load_progress(workbook, exercise);
  progress.verdict.reset();
  progress.told.clear();
  progress.failures.clear();
  save_progress(workbook, exercise, progress);
  return kPassed;
}

}  // namespace workbook
