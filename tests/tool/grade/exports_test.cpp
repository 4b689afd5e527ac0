#include "grade/exports.hpp"

#include <gtest/gtest.h>

#include "grade/diff.hpp"
#include "grade/pages.hpp"
#include "grade/record.hpp"

namespace workbook {
namespace {

Record record_with(Verdict verdict, const std::string& reason = "", double points = 0) {
  Judgement judgement;
  judgement.verdict = verdict;
  judgement.reason = reason;
  judgement.planned = 2;
  judgement.tests = {{"Journal.Keeps", Verdict::kPass, "all 6 schedules", "", ""}};
  Record record;
  record.student = "ben";
  record.exercises = {{"1.1", "journal", "A log", points, 2, "a1", judgement}};
  return record;
}

TEST(Exports, ARecordIsTheSameAfterItWasRead) {
  const Record record = record_with(Verdict::kDataRace, "ben writes", 1.5);
  EXPECT_EQ(dumped(to_json(record_from(to_json(record)))), dumped(to_json(record)));
}

TEST(Exports, ADifferenceIsExplained) {
  Record before = record_with(Verdict::kDeadlock);
  Record after = record_with(Verdict::kPass, "", 2);
  EXPECT_EQ(differences({before}, {before}), std::vector<std::string>());
  EXPECT_EQ(
      differences({before}, {after}).front(),
      "ben 1.1: deadlock (0 of 2) -> passed (2 of 2): the same file: the tests, the points or "
      "the tools changed");
  after.exercises[0].answer = "b2";
  EXPECT_NE(differences({before}, {after}).front().find("another file"), std::string::npos);
  EXPECT_EQ(differences({before}, {}).front(), "ben: no longer there");
}

TEST(Exports, ALineAStudent) {
  EXPECT_EQ(gradebook_csv({record_with(Verdict::kPass, "", 2)}),
            "student,1.1,total,max,flags\r\nben,2,2,2,0\r\n");
}

TEST(Exports, ACellIsNoFormulaAndNoTwoCells) {
  Record record = record_with(Verdict::kPass);
  record.student = "=1+1,\"x\"";
  EXPECT_NE(gradebook_csv({record}).find("\r\n\"'=1+1,\"\"x\"\"\","), std::string::npos);
}

TEST(Exports, JUnitTellsFailedFromNotWrittenAndFromUnknown) {
  const auto xml = [](Verdict verdict) { return junit_xml({record_with(verdict, "<b>")}); };
  EXPECT_NE(xml(Verdict::kDeadlock).find("<failure message=\"deadlock\""), std::string::npos);
  EXPECT_NE(xml(Verdict::kNotWritten).find("skipped=\"1\""), std::string::npos);
  EXPECT_NE(xml(Verdict::kUnknown).find("<error"), std::string::npos);
  EXPECT_EQ(xml(Verdict::kDeadlock).find("<b>"), std::string::npos);
}

TEST(Exports, GradescopesScoresAddUp) {
  const auto json = gradescope(record_with(Verdict::kPass, "", 2));
  EXPECT_EQ(json.at("score"), 2);
  EXPECT_EQ(json.at("tests").at(0).at("status"), "passed");
  EXPECT_EQ(gradescope(record_with(Verdict::kPolls)).at("tests").at(0).at("status"), "failed");
}

TEST(Exports, PagesEscapeWhatStudentsWrote) {
  Record record = record_with(Verdict::kWrongResult, "<script>alert(1)</script>");
  record.student = "<img src=x>";
  Workbook workbook;
  workbook.title = "t";
  for (const std::string& page : {student_page(record), index_page(workbook, {record})}) {
    EXPECT_EQ(page.find("<script"), std::string::npos);
    EXPECT_EQ(page.find("<img"), std::string::npos);
  }
}

TEST(Exports, WhatIsNoTextBecomesSome) {
  EXPECT_EQ(printable("a\x1B[31mb\x01\xFF\r\n", 100), "a[31mb\xEF\xBF\xBD\n");
  EXPECT_EQ(printable("abcdef", 3), "abc\n... (cut here)");
}

TEST(Exports, PartialCreditCountsTestsAndRoundsDown) {
  Workbook workbook;
  Exercise exercise;
  exercise.points = 3;
  const auto points = [&](Verdict verdict) {
    return points_for(workbook, exercise, record_with(verdict).exercises[0].judgement);
  };
  EXPECT_EQ(points(Verdict::kDeadlock), 0);
  workbook.partial_credit = true;
  EXPECT_EQ(points(Verdict::kDeadlock), 1.5);
  EXPECT_EQ(points(Verdict::kForbidden), 0);
  EXPECT_EQ(points(Verdict::kTampered), 0);
  EXPECT_EQ(points(Verdict::kPass), 3);
}

}  // namespace
}  // namespace workbook
