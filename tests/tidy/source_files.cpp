#include "tidy/source_files.hpp"

#include <algorithm>
#include <set>

#include "text.hpp"
#include "workbook.hpp"

namespace fs = std::filesystem;

namespace {

const std::set<std::string> kFoldersOfOthers = {".git", ".workbook", "build", ".cache", ".vscode"};
const std::set<std::string> kTextExtensions = {".cpp", ".hpp", ".cmake", ".txt",
                                               ".md",  ".sh",  ".json",  ".map"};

bool is_text(const fs::path& path) {
  return kTextExtensions.contains(path.extension().string()) || path.filename() == "workbook" ||
         path == ".ci/run";
}

// A header directly in an exercise's folder.
bool is_students(const fs::path& path) {
  return path.begin()->string().starts_with("part") && path.extension() == ".hpp";
}

}  // namespace

bool SourceFile::is_cpp() const { return path.extension() == ".cpp" || is_header(); }

bool SourceFile::is_header() const { return path.extension() == ".hpp"; }

bool SourceFile::is_code() const {
  return is_cpp() || path.extension() == ".cmake" || path.extension() == ".sh" ||
         path.filename() == "CMakeLists.txt" || !path.has_extension();
}

bool SourceFile::is_stub() const { return path.parent_path().filename() == "stubs"; }

std::string SourceFile::at(std::size_t line) const {
  return path.string() + ":" + std::to_string(line + 1);
}

fs::path workbook_root() { return fs::canonical(workbook::find_root()); }

std::vector<SourceFile> source_files() {
  const fs::path root = workbook_root();
  std::vector<SourceFile> files;
  for (auto it = fs::recursive_directory_iterator(root); it != fs::recursive_directory_iterator();
       ++it) {
    const fs::path path = it->path().lexically_relative(root);
    if (it->is_symlink()) continue;
    if (it->is_directory()) {
      if (kFoldersOfOthers.contains(path.filename().string())) it.disable_recursion_pending();
    } else if (is_text(path) && !is_students(path)) {
      files.push_back({path, workbook::lines_of(workbook::read_file(it->path()))});
    }
  }
  std::sort(files.begin(), files.end(),
            [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
  return files;
}
