// The folder of results: which files it has, that it is ours, and that one grader at a time works
// in it. Every file is written whole or not at all, so that a start after a kill goes on.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "grade/record.hpp"
#include "workbook.hpp"

namespace workbook {

class Gradebook {
 public:
  // Makes the folder, or takes one that an earlier grade made, and locks it. Throws CannotTell for
  // a folder that holds something else, and while another grader works in it.
  explicit Gradebook(const std::filesystem::path& folder);
  ~Gradebook();
  Gradebook(const Gradebook&) = delete;
  Gradebook& operator=(const Gradebook&) = delete;

  const std::filesystem::path& folder() const { return folder_; }
  std::filesystem::path work() const { return folder_ / ".grade" / "work"; }

  // The verdict that was given on the same answer with the same tools.
  std::optional<Judgement> remembered(const Exercise& exercise, const std::string& answer,
                                      std::uint64_t tools) const;
  void remember(const Exercise& exercise, const std::string& answer, std::uint64_t tools,
                const Judgement& judgement) const;

  // Writes everything that is made of the records. Files of students who are gone are removed.
  void write(const Workbook& workbook, const std::vector<Record>& records) const;

 private:
  std::filesystem::path cached(const Exercise& exercise, const std::string& answer,
                               std::uint64_t tools) const;

  std::filesystem::path folder_;
  int lock_ = -1;
};

// Reads the records of a folder of results. Throws CannotTell when it is none.
std::vector<Record> read_records(const std::filesystem::path& folder);

}  // namespace workbook
