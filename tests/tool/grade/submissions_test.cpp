#include "grade/submissions.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <fstream>

#include "errors.hpp"
#include "grade/gradebook.hpp"
#include "process.hpp"

namespace workbook {
namespace {

namespace fs = std::filesystem;

class Submissions : public testing::Test {
 protected:
  Submissions() {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    Exercise exercise;
    exercise.id = "1.1";
    exercise.part = "part1_x";
    exercise.name = "journal";
    exercise.header = "journal.hpp";
    workbook_.parts = {{1, "part1_x", "X", {exercise}}};
  }

  // Makes the file with its folders.
  void write(const std::string& path, const std::string& text) {
    fs::create_directories((folder_ / path).parent_path());
    std::ofstream(folder_ / path) << text;
  }

  Answers answers_of(const std::string& student) {
    for (const Submission& submission : find_submissions(folder_)) {
      if (submission.student == student) return read_answers(workbook_, submission);
    }
    ADD_FAILURE() << student << " is not found";
    return {};
  }

  std::string complaint() {
    try {
      find_submissions(folder_);
      return "";
    } catch (const CannotTell& error) {
      return error.what();
    }
  }

  const fs::path folder_ = fs::path(testing::TempDir()) / "submissions_test";
  const std::string place_ = "part1_x/1_journal/journal.hpp";
  Workbook workbook_;
};

TEST_F(Submissions, AnAnswerIsAtItsPlaceOrOneFolderBelow) {
  write("anna/" + place_, "annas");
  write("ben/homework/" + place_, "bens");
  write("carl/journal.hpp", "elsewhere");
  EXPECT_EQ(answers_of("anna").at("1.1").text, "annas");
  EXPECT_EQ(answers_of("ben").at("1.1").text, "bens");
  EXPECT_TRUE(answers_of("carl").empty());
}

TEST_F(Submissions, OnlyPlainFilesOfAUsualLengthAreTaken) {
  write("secret", "the solution");
  write("anna/part1_x/1_journal/other.hpp", "");
  fs::create_symlink(folder_ / "secret", folder_ / "anna" / place_);
  write("ben/" + place_, std::string(kAnswerBytesMax + 1, ' '));
  fs::create_directories(folder_ / "carl/part1_x/1_journal");
  ASSERT_EQ(mkfifo((folder_ / "carl" / place_).c_str(), 0600), 0);
  write("dora/elsewhere/1_journal/journal.hpp", "linked");
  fs::create_symlink("elsewhere", folder_ / "dora/part1_x");
  fs::create_directories(folder_ / "emil" / place_);
  for (const char* student : {"anna", "ben", "carl", "dora", "emil"}) {
    const Answer answer = answers_of(student).at("1.1");
    EXPECT_EQ(answer.text, "") << student;
    EXPECT_NE(answer.problem, "") << student;
  }
}

TEST_F(Submissions, AZipIsReadWithoutUnpackingIt) {
  try {
    run({{"zip", "--version"}, {}}, std::chrono::seconds(10));
  } catch (const CannotTell&) {
    GTEST_SKIP() << "zip is not installed";
  }
  write("source/homework/" + place_, "annas");
  const std::string zip =
      "cd " + (folder_ / "source").string() + " && zip -qr ../anna.zip homework";
  ASSERT_TRUE(run({{"sh", "-c", zip}, {}}, std::chrono::seconds(10)).ok());
  EXPECT_EQ(answers_of("anna").at("1.1").text, "annas");
}

TEST_F(Submissions, ABrokenZipIsNamed) {
  write("anna.zip", "no zip");
  EXPECT_THROW(answers_of("anna"), CannotTell);
}

TEST_F(Submissions, BadFoldersAndNamesGetASentence) {
  EXPECT_NE(complaint().find("There is no submission in"), std::string::npos);
  write("an\nna/x", "");
  EXPECT_NE(complaint().find("cannot be used: an na."), std::string::npos);
  fs::remove_all(folder_ / "an\nna");
  write("-rf/x", "");
  EXPECT_NE(complaint().find("does not begin with '-'"), std::string::npos);
  fs::remove_all(folder_ / "-rf");
  write("anna/x", "");
  write("anna.zip", "");
  EXPECT_NE(complaint().find("anna has handed in twice"), std::string::npos);
  fs::remove_all(folder_);
  EXPECT_NE(complaint().find("is no folder"), std::string::npos);
}

TEST_F(Submissions, OneGraderWorksInAFolderOfResults) {
  const Gradebook first(folder_ / "results");
  EXPECT_THROW(Gradebook second(folder_ / "results"), CannotTell);
  write("mine/precious.txt", "x");
  EXPECT_THROW(Gradebook third(folder_ / "mine"), CannotTell);
  EXPECT_THROW(Gradebook fourth(folder_ / "mine/precious.txt"), CannotTell);
}

TEST_F(Submissions, AVerdictIsKnownForTheSameFileAndTheSameToolsOnly) {
  const Gradebook gradebook(folder_ / "results");
  Judgement judgement;
  judgement.verdict = Verdict::kDeadlock;
  judgement.reason = "It is so.";
  const Exercise exercise = workbook_.exercises().front();
  gradebook.remember(exercise, "text", 7, judgement);
  EXPECT_EQ(gradebook.remembered(exercise, "text", 7).value().reason, "It is so.");
  EXPECT_FALSE(gradebook.remembered(exercise, "text", 8));
  EXPECT_FALSE(gradebook.remembered(exercise, "other", 7));
}

}  // namespace
}  // namespace workbook
