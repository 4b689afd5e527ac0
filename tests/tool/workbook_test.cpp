#include "workbook.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include "errors.hpp"
#include "text.hpp"

namespace workbook {
namespace {

namespace fs = std::filesystem;

// A workbook in a folder of its own: tests run side by side.
fs::path folder_with(const std::string& json) {
  const std::string test = testing::UnitTest::GetInstance()->current_test_info()->name();
  const fs::path root =
      fs::path(testing::TempDir()) / ("workbook_test_" + test + std::to_string(getpid()));
  fs::create_directories(root / "part1_x" / "3_bounded_queue");
  write_file(root / "workbook.json", json);
  return fs::canonical(root);
}

constexpr const char* kJson = R"({"title": "t", "parts": [{"number": 1, "folder": "part1_x",
  "title": "X", "exercises": [{"id": "1.3", "name": "bounded_queue", "header": "bounded_queue.hpp",
  "title": "Q", "points": 5, "concepts": ["c"], "rules": []}]}]})";

std::string message_of(const auto& call) {
  try {
    call();
  } catch (const CannotTell& error) {
    return error.what();
  }
  return "";
}

TEST(Workbook, AnExerciseGoesByManyNames) {
  const Workbook workbook = load_workbook(folder_with(kJson));
  const std::string folder = (workbook.root / "part1_x" / "3_bounded_queue").string();
  const std::vector<std::string> names = {"1.3",
                                          "bounded_queue",
                                          "1.3_bounded_queue",
                                          "3_bounded_queue",
                                          folder,
                                          folder + "/bounded_queue.hpp"};
  for (const std::string& name : names) {
    EXPECT_EQ(workbook.find(name).id, "1.3") << name;
  }
}

TEST(Workbook, AnUnknownExerciseGetsTheNearestName) {
  const Workbook workbook = load_workbook(folder_with(kJson));
  EXPECT_NE(message_of([&] { workbook.find("bounded_que"); }).find("Did you mean bounded_queue?"),
            std::string::npos);
}

TEST(Workbook, ABrokenListSaysWhere) {
  const fs::path root = folder_with("{\"title\": \"t\",\n \"parts\": [}");
  EXPECT_NE(message_of([&] { load_workbook(root); }).find("line 2"), std::string::npos);
}

TEST(Workbook, AMissingFieldIsNamed) {
  const fs::path root = folder_with("{\"title\": \"t\"}");
  EXPECT_NE(message_of([&] { load_workbook(root); }).find("'parts'"), std::string::npos);
}

// kJson with one more member in its exercise.
std::string json_with(const std::string& member) {
  std::string text = kJson;
  text.insert(text.find("\"rules\""), member + ", ");
  return text;
}

TEST(Workbook, SaysWhatIsForbiddenAndWhy) {
  const fs::path root = folder_with(
      json_with(R"("forbidden": [{"name": "std::atomic", "why": "A mutex does it."}])"));
  const Exercise exercise = load_workbook(root).find("1.3");
  ASSERT_EQ(exercise.forbidden.size(), 1U);
  EXPECT_EQ(exercise.forbidden[0].name, "std::atomic");
  EXPECT_EQ(exercise.forbidden[0].why, "A mutex does it.");
}

std::string complaint_about(const std::string& member) {
  const fs::path root = folder_with(json_with(member));
  return message_of([&] { load_workbook(root); });
}

TEST(Workbook, WhatIsForbiddenHasANameOrAPatternAndAReason) {
  EXPECT_NE(complaint_about(R"("forbidden": [{"why": "So."}])").find("a name or a pattern"),
            std::string::npos);
  EXPECT_NE(complaint_about(R"("forbidden": [{"name": "a", "pattern": "a", "why": "So."}])")
                .find("a name or a pattern"),
            std::string::npos);
  EXPECT_NE(complaint_about(R"("forbidden": [{"name": "a", "why": ""}])").find("does not say why"),
            std::string::npos);
  EXPECT_NE(complaint_about(R"("forbidden": [{"pattern": "(", "why": "So."}])")
                .find("no regular expression"),
            std::string::npos);
}

TEST(Workbook, AnExerciseUsesEarlierOnesOnly) {
  EXPECT_NE(complaint_about(R"("uses": ["1.3"])").find("1.3 uses 1.3"), std::string::npos);
  EXPECT_NE(complaint_about(R"("uses": ["0.9"])").find("1.3 uses 0.9"), std::string::npos);
  EXPECT_EQ(complaint_about(R"("uses": [])"), "");
}

TEST(Workbook, PathsFollowFromTheKey) {
  const Exercise exercise = load_workbook(folder_with(kJson)).find("1.3");
  EXPECT_EQ(exercise.key(), "1_3");
  EXPECT_EQ(exercise.kept_stub(), "tests/part1_x/stubs/3_bounded_queue.hpp");
  EXPECT_EQ(exercise.test(), "tests/part1_x/3_bounded_queue_test.cpp");
}

}  // namespace
}  // namespace workbook
