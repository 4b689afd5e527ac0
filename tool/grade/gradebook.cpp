#include "grade/gradebook.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>

#include "errors.hpp"
#include "grade/exports.hpp"
#include "grade/hash.hpp"
#include "grade/pages.hpp"
#include "text.hpp"

namespace workbook {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

namespace {

// Folders of which each file belongs to one student.
constexpr const char* kFoldersOfStudents[] = {"records", "students", "gradescope"};

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    throw CannotTell(fmt::format("Cannot make {}: {}.", folder.string(), error.message()));
  }
}

// Rewriting what is the same would only take time.
void write_if_new(const fs::path& path, const std::string& text) {
  if (fs::exists(path) && read_file(path) == text) return;
  write_file(path, text);
}

void remove_others(const fs::path& folder, const std::set<std::string>& students) {
  std::vector<fs::path> gone;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (!students.contains(entry.path().stem().string())) gone.push_back(entry.path());
  }
  for (const fs::path& path : gone) fs::remove(path);
}

}  // namespace

Gradebook::Gradebook(const fs::path& folder) : folder_(fs::absolute(folder)) {
  const fs::path own = folder_ / ".grade";
  if (fs::exists(folder_) && !fs::is_directory(folder_)) {
    throw CannotTell(fmt::format("{} is a file. Name a folder with --out.", folder_.string()));
  }
  if (fs::exists(folder_) && !fs::is_empty(folder_) && !fs::is_directory(own)) {
    throw CannotTell(
        fmt::format("{} holds something else than results of grade. Name a new folder with --out.",
                    folder_.string()));
  }
  make_folder(own / "cache");
  lock_ = open((own / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (lock_ < 0) {
    throw CannotTell(fmt::format("Cannot write to {}: {}.", own.string(), std::strerror(errno)));
  }
  if (flock(lock_, LOCK_EX | LOCK_NB) != 0) {
    close(lock_);
    throw CannotTell(fmt::format(
        "Another grade works in {}. Wait for its end, or name another folder with --out.",
        folder_.string()));
  }
  std::error_code ignored;
  fs::remove_all(work(), ignored);  // What a killed one left.
  make_folder(work());
}

Gradebook::~Gradebook() {
  std::error_code ignored;
  fs::remove_all(work(), ignored);
  close(lock_);
}

fs::path Gradebook::cached(const Exercise& exercise, const std::string& answer,
                           std::uint64_t tools) const {
  const std::uint64_t hash = hash_of(answer, tools);
  return folder_ / ".grade" / "cache" / fmt::format("{}-{:016x}.json", exercise.key(), hash);
}

std::optional<Judgement> Gradebook::remembered(const Exercise& exercise, const std::string& answer,
                                               std::uint64_t tools) const {
  const fs::path path = cached(exercise, answer, tools);
  if (!fs::exists(path)) return {};
  try {
    const auto json = ordered_json::parse(read_file(path));
    if (json.at("tools") != tools || json.at("answer") != answer) return {};
    return judgement_from(json.at("judgement"));
  } catch (const ordered_json::exception&) {
    return {};  // It is made again.
  }
}

void Gradebook::remember(const Exercise& exercise, const std::string& answer, std::uint64_t tools,
                         const Judgement& judgement) const {
  write_file(cached(exercise, answer, tools),
             dumped({{"tools", tools}, {"answer", answer}, {"judgement", to_json(judgement)}}));
}

void Gradebook::write(const Workbook& workbook, const std::vector<Record>& records) const {
  std::set<std::string> students;
  for (const char* folder : kFoldersOfStudents) make_folder(folder_ / folder);
  for (const Record& record : records) {
    students.insert(record.student);
    write_if_new(folder_ / "records" / (record.student + ".json"), dumped(to_json(record)));
    write_if_new(folder_ / "students" / (record.student + ".html"), student_page(record));
    write_if_new(folder_ / "gradescope" / (record.student + ".json"), dumped(gradescope(record)));
  }
  for (const char* folder : kFoldersOfStudents) remove_others(folder_ / folder, students);
  write_if_new(folder_ / "gradebook.csv", gradebook_csv(records));
  write_if_new(folder_ / "junit.xml", junit_xml(records));
  write_if_new(folder_ / "index.html", index_page(workbook, records));
}

std::vector<Record> read_records(const fs::path& folder) {
  if (!fs::is_directory(folder / "records")) {
    throw CannotTell(fmt::format("{} holds no results of grade.", folder.string()));
  }
  std::vector<Record> records;
  for (const auto& entry : fs::directory_iterator(folder / "records")) {
    if (entry.path().extension() != ".json") continue;
    try {
      records.push_back(record_from(ordered_json::parse(read_file(entry.path()))));
    } catch (const std::exception&) {
      throw CannotTell(fmt::format("{} is no record of grade.", entry.path().string()));
    }
  }
  std::sort(records.begin(), records.end(),
            [](const Record& a, const Record& b) { return a.student < b.student; });
  return records;
}

}  // namespace workbook
