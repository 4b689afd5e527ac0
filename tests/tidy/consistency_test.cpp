// What workbook.json names is there, and nothing else is: the one list and the folders agree.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "gate/variant.hpp"
#include "hints.hpp"
#include "text.hpp"
#include "tidy/source_files.hpp"
#include "verdict.hpp"
#include "workbook.hpp"

namespace {

namespace fs = std::filesystem;
using workbook::Exercise;

constexpr std::size_t kHintsMin = 3;

// What a mistake's verdict must be one of.
bool is_failure(const std::string& words) {
  const auto all = workbook::failures();
  return std::any_of(all.begin(), all.end(), [&](workbook::Verdict verdict) {
    return workbook::words_for(verdict) == words;
  });
}

workbook::Workbook the_workbook() { return workbook::load_workbook(workbook_root()); }

std::string text_of(const fs::path& path) {
  const fs::path full = workbook_root() / path;
  return fs::exists(full) ? workbook::read_file(full) : "";
}

void expect_file(const fs::path& path) {
  EXPECT_TRUE(fs::is_regular_file(workbook_root() / path)) << path.string() << " is missing";
  EXPECT_NE(workbook::trimmed(text_of(path)), "") << path.string() << " is empty";
}

std::size_t count_headers(const fs::path& folder) {
  std::size_t n = 0;
  if (!fs::exists(workbook_root() / folder)) return 0;
  for (const auto& entry : fs::directory_iterator(workbook_root() / folder)) {
    n += entry.path().extension() == ".hpp" ? 1 : 0;
  }
  return n;
}

// The names in `folder`; nothing when it is not there.
std::set<std::string> names_in(const fs::path& folder) {
  std::set<std::string> names;
  if (!fs::exists(workbook_root() / folder)) return names;
  for (const auto& entry : fs::directory_iterator(workbook_root() / folder)) {
    names.insert(entry.path().filename().string());
  }
  return names;
}

void expect_only(const fs::path& folder, const std::set<std::string>& expected) {
  for (const std::string& name : names_in(folder)) {
    EXPECT_TRUE(expected.contains(name))
        << (folder / name).string() << " belongs to no exercise of workbook.json";
  }
}

TEST(Consistency, EveryExerciseIsComplete) {
  for (const Exercise& exercise : the_workbook().exercises()) {
    expect_file(exercise.folder() / "README.md");
    expect_file(exercise.folder() / "hints.md");
    expect_file(exercise.folder() / "main.cpp");
    expect_file(exercise.kept_stub());
    expect_file(exercise.solution_header());
    expect_file(exercise.test());
    if (!exercise.passes_as_given) {
      EXPECT_GT(count_headers(exercise.mistakes()), 0U) << exercise.id << " has no mistake";
      EXPECT_GT(count_headers(exercise.alternatives()), 0U) << exercise.id << " has no alternative";
    }
  }
}

TEST(Consistency, EveryExerciseHasHintsWithText) {
  for (const Exercise& exercise : the_workbook().exercises()) {
    const auto hints = workbook::parse_hints(text_of(exercise.folder() / "hints.md"));
    EXPECT_GE(hints.size(), kHintsMin) << exercise.id << ": where to look, why, the line";
    for (const workbook::Hint& hint : hints) {
      EXPECT_NE(hint.text, "") << exercise.id << ": the hint '" << hint.title << "' is empty";
    }
  }
}

TEST(Consistency, EveryStubMarksWhatIsToBeWritten) {
  for (const Exercise& exercise : the_workbook().exercises()) {
    if (exercise.passes_as_given) continue;
    const std::string stub = text_of(exercise.kept_stub());
    const auto marks = workbook::marks_of(stub);
    EXPECT_FALSE(marks.empty()) << exercise.id << ": its stub calls not_written() nowhere";
    EXPECT_NE(stub.find(std::string("// TO") + "DO " + exercise.id), std::string::npos);
    for (const std::string& mark : marks) {
      EXPECT_TRUE(mark.starts_with(exercise.id + " ")) << "the mark '" << mark << "'";
    }
    EXPECT_EQ(std::set(marks.begin(), marks.end()).size(), marks.size())
        << exercise.id << ": two places have one mark";
  }
}

TEST(Consistency, EveryMistakeSaysWhatItIs) {
  for (const workbook::Variant& variant : workbook::all_variants(the_workbook())) {
    const std::string text = text_of(variant.file);
    if (variant.kind == workbook::VariantKind::kAlternative) {
      EXPECT_TRUE(text.starts_with("// Alternative: ")) << variant.file.string();
    }
    if (variant.kind != workbook::VariantKind::kMistake) continue;
    EXPECT_TRUE(text.starts_with("// Mistake: ")) << variant.file.string();
    for (const auto& verdict : workbook::expected_verdicts(text, variant.file.string())) {
      EXPECT_TRUE(is_failure(verdict)) << variant.file.string() << ": " << verdict;
    }
  }
}

TEST(Consistency, NothingIsLeftOver) {
  const workbook::Workbook book = the_workbook();
  for (const workbook::Part& part : book.parts) {
    std::set<std::string> folders;
    std::set<std::string> tests = {"mistakes", "alternatives", "stubs"};
    std::set<std::string> stubs;
    for (const Exercise& exercise : part.exercises) {
      folders.insert(exercise.folder_name());
      stubs.insert(exercise.folder_name() + ".hpp");
      tests.insert(exercise.folder_name() + "_test.cpp");
      // Tests in several files: the others, and what they share.
      tests.insert(exercise.folder_name() + "_test.hpp");
      for (const std::string& name : names_in(fs::path("tests") / part.folder)) {
        const bool same = name.starts_with(exercise.folder_name() + "_");
        if (same && name.ends_with("_test.cpp")) tests.insert(name);
      }
    }
    expect_only(fs::path("solutions") / part.folder, folders);
    expect_only(fs::path("tests") / part.folder, tests);
    expect_only(fs::path("tests") / part.folder / "mistakes", folders);
    expect_only(fs::path("tests") / part.folder / "alternatives", folders);
    expect_only(fs::path("tests") / part.folder / "stubs", stubs);
    folders.insert("README.md");
    expect_only(part.folder, folders);
  }
}

TEST(Consistency, IdsAndNamesAreUnique) {
  std::set<std::string> seen;
  for (const Exercise& exercise : the_workbook().exercises()) {
    EXPECT_TRUE(seen.insert(exercise.id).second) << exercise.id;
    EXPECT_TRUE(seen.insert(exercise.name).second) << exercise.name;
    EXPECT_EQ(exercise.header, exercise.name + ".hpp");
    EXPECT_GT(exercise.points, 0) << exercise.id;
    EXPECT_FALSE(exercise.concepts.empty()) << exercise.id;
  }
}

// A student's file is the student's. Where nobody has worked on it, in CI, it is the stub.
TEST(Consistency, WhatIsGivenOutIsWhatIsKept) {
  if (std::getenv("CI") == nullptr) GTEST_SKIP() << "outside CI the file belongs to the student";
  for (const Exercise& exercise : the_workbook().exercises()) {
    EXPECT_TRUE(text_of(exercise.student_header()) == text_of(exercise.kept_stub()))
        << "copy " << exercise.student_header().string() << " to " << exercise.kept_stub().string();
  }
}

}  // namespace
