// The list of exercises, as workbook.json has it, and where their files are.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "forbidden.hpp"

namespace workbook {

struct Exercise {
  std::string id;    // "1.3"
  std::string part;  // The part's folder, "part1_sender_receiver".
  std::string name;  // "bounded_queue"
  std::string header;
  std::string title;
  int points = 0;
  bool passes_as_given = false;  // It teaches the tool: nothing in its header is unwritten.
  std::vector<std::string> concepts;
  std::vector<std::string> rules;
  std::vector<std::string> uses;     // Ids of earlier exercises that this one stands on.
  std::vector<Forbidden> forbidden;  // What its header may not use.

  std::string key() const;          // "1_3", as in the names of targets.
  std::string folder_name() const;  // "3_bounded_queue"

  // Where its files are, from the workbook's root.
  std::filesystem::path folder() const;
  std::filesystem::path student_header() const { return folder() / header; }
  std::filesystem::path kept_stub() const;  // The header as it was given out.
  std::filesystem::path solution_header() const;
  std::filesystem::path test() const;
  std::filesystem::path mistakes() const;      // A folder.
  std::filesystem::path alternatives() const;  // A folder.
};

struct Part {
  int number = 0;
  std::string folder;
  std::string title;
  std::vector<Exercise> exercises;
};

struct Workbook {
  std::filesystem::path root;
  std::string title;
  std::vector<Part> parts;
  bool partial_credit = false;  // grade counts the tests that passed.

  std::vector<Exercise> exercises() const;  // Of all parts, in order.

  // Returns the exercise that `text` means: "1.3", "bounded_queue", "1.3_bounded_queue",
  // "3_bounded_queue", or a path into its folder. Throws CannotTell with the nearest name.
  Exercise find(std::string_view text) const;

  std::filesystem::path build_folder() const { return root / "build" / "student"; }
};

// Reads <root>/workbook.json. Throws CannotTell when it is missing or broken, saying where.
Workbook load_workbook(const std::filesystem::path& root);

// Returns the folder of workbook.json: $WORKBOOK_ROOT, or the nearest one up from here.
std::filesystem::path find_root();

}  // namespace workbook
