#include "grade/hash.hpp"

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "text.hpp"

namespace workbook {

namespace fs = std::filesystem;

namespace {

void add_files(std::vector<fs::path>& files, const fs::path& folder) {
  if (!fs::exists(folder)) return;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string extension = entry.path().extension().string();
    if (entry.is_regular_file() && (extension == ".hpp" || extension == ".cpp" ||
                                    extension == ".o" || extension == ".a" || extension == ".so")) {
      files.push_back(entry.path());
    }
  }
}

}  // namespace

std::uint64_t hash_of(std::string_view text, std::uint64_t so_far) {
  constexpr std::uint64_t kPrime = 1099511628211U;
  for (const char c : text) so_far = (so_far ^ static_cast<unsigned char>(c)) * kPrime;
  return so_far;
}

std::uint64_t hash_of_tools(const Workbook& workbook, const Exercise& exercise,
                            const fs::path& build_folder, std::uint64_t so_far) {
  std::vector<fs::path> files;
  add_files(files, workbook.root / "provided");
  add_files(files, workbook.root / "tests" / "interfaces");
  add_files(files, build_folder / "CMakeFiles" / ("tests." + exercise.key() + ".dir"));
  for (const char* library : {"interleave/libinterleave.so", "interleave/libinterleave_gtest.a",
                              "tests/support/libworkbook_support.a"}) {
    files.push_back(build_folder / library);
  }
  for (const auto& entry : fs::directory_iterator(workbook.root / "tests" / exercise.part)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    so_far = hash_of(file.string(), so_far);
    if (fs::exists(file)) so_far = hash_of(read_file(file), so_far);
  }
  return so_far;
}

fs::path grade_build_folder(const Workbook& workbook) {
  const char* folder = std::getenv("WORKBOOK_BUILD");
  return folder != nullptr ? fs::path(folder) : workbook.build_folder();
}

}  // namespace workbook
