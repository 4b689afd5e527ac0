#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "commands/commands.hpp"
#include "errors.hpp"
#include "text.hpp"

namespace workbook {

namespace fs = std::filesystem;

namespace {

// What students do not get, wherever it lies.
const std::set<std::string> kLeftOut = {".git",         ".workbook",   "build",  "solutions",
                                        "alternatives", "mistakes",    ".ci",    ".cache",
                                        "benchmarks",   "in_one_file", "hostile"};

// A student's header is given out as its kept stub, whatever is in it now.
fs::path source_of(const Workbook& workbook, const fs::path& path) {
  for (const Exercise& exercise : workbook.exercises()) {
    if (path == exercise.student_header()) return exercise.kept_stub();
  }
  return path;
}

bool is_inside(const fs::path& path, const fs::path& folder) {
  const fs::path relative = fs::weakly_canonical(path).lexically_relative(fs::canonical(folder));
  return !relative.empty() && *relative.begin() != "..";
}

}  // namespace

int run_handout(const Workbook& workbook, const std::string& name) {
  const fs::path folder = fs::absolute(name);
  if (fs::exists(folder) && (!fs::is_directory(folder) || !fs::is_empty(folder))) {
    throw CannotTell(fmt::format("{} is there already. Name a new folder.", folder.string()));
  }
  if (is_inside(folder, workbook.root)) {
    throw CannotTell("The handout cannot lie inside the workbook. Name a folder elsewhere.");
  }
  std::size_t files = 0;
  for (auto it = fs::recursive_directory_iterator(workbook.root);
       it != fs::recursive_directory_iterator(); ++it) {
    const fs::path path = it->path().lexically_relative(workbook.root);
    if (kLeftOut.contains(path.filename().string())) {
      if (it->is_directory()) it.disable_recursion_pending();
      continue;
    }
    const bool kept_answer = path.string().find(".yours-") != std::string::npos;
    if (!it->is_regular_file() || it->is_symlink() || kept_answer) continue;
    fs::create_directories((folder / path).parent_path());
    fs::copy_file(workbook.root / source_of(workbook, path), folder / path);
    ++files;
  }
  fmt::print("{} in {}: no solutions, no mistakes, and every exercise as it is given out.\n",
             counted(files, "file"), folder.string());
  return kPassed;
}

}  // namespace workbook
