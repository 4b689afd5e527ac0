#include "report.hpp"

#include <gtest/gtest.h>

#include "test_program.hpp"

namespace workbook {
namespace {

TEST(Report, IsInTheOrderOfTheSourceWhateverShardWasFirst) {
  const auto tests = parse_report(
      R"({"event":"result","test":"A.Second","index":1,"verdict":"passed"})"
      "\n"
      R"({"event":"result","test":"A.First","index":0,"verdict":"deadlock","schedule":"x"})"
      "\n");
  ASSERT_EQ(tests.size(), 2U);
  EXPECT_EQ(tests[0].test, "A.First");
  EXPECT_EQ(tests[0].schedule, "x");
  EXPECT_TRUE(tests[1].passed());
}

TEST(Report, AStartWithoutAResultIsACrash) {
  const auto tests = parse_report(R"({"event":"start","test":"A.First","index":0})"
                                  "\n");
  ASSERT_EQ(tests.size(), 1U);
  EXPECT_EQ(tests[0].verdict, kVerdictCrash);
}

TEST(Report, ALineThatIsNotWholeIsLeftOut) {
  const auto tests = parse_report(R"({"event":"start","test":"A.First","index":0})"
                                  "\n"
                                  R"({"event":"result","test":"A.Fi)");
  ASSERT_EQ(tests.size(), 1U);
  EXPECT_EQ(tests[0].verdict, kVerdictCrash);
}

TEST(Report, TheFirstFailureDecides) {
  TestRun run;
  EXPECT_EQ(verdict_of(run), kVerdictCouldNotTell);
  run.tests.resize(3);
  run.tests[0].verdict = kVerdictPassed;
  run.tests[1].verdict = "data race";
  run.tests[2].verdict = "deadlock";
  EXPECT_EQ(verdict_of(run), "data race");
  run.timed_out = true;
  EXPECT_EQ(verdict_of(run), kVerdictCouldNotTell);
}

}  // namespace
}  // namespace workbook
