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
  EXPECT_EQ(tests[0].verdict, Verdict::kCrash);
}

TEST(Report, ALineThatIsNotWholeIsLeftOut) {
  const auto tests = parse_report(R"({"event":"start","test":"A.First","index":0})"
                                  "\n"
                                  R"({"event":"result","test":"A.Fi)");
  ASSERT_EQ(tests.size(), 1U);
  EXPECT_EQ(tests[0].verdict, Verdict::kCrash);
}

TEST(Report, SaysWhatItSpeaksFor) {
  const auto tests = parse_report(
      R"({"event":"result","test":"A.First","index":0,"verdict":"passed","complete":false,)"
      R"("ended_by":["samples"],"schedules":7})"
      "\n"
      R"({"event":"result","test":"A.Second","index":1,"verdict":"polls",)"
      R"("data":{"failure":{"threads":[{},{}]}}})"
      "\n");
  EXPECT_FALSE(tests[0].complete);
  EXPECT_EQ(tests[0].ended_by, std::vector<std::string>{"samples"});
  EXPECT_EQ(tests[0].schedules, 7U);
  EXPECT_EQ(tests[0].threads, 0);
  EXPECT_EQ(tests[1].threads, 2);
}

TEST(Report, IsReadAsItComes) {
  ReportReader reader;
  reader.add(R"({"event":"plan","tests":["A.First","A.Second"]})"
             "\n"
             R"({"event":"start","test":"A.Fi)");
  EXPECT_EQ(reader.planned().size(), 2U);
  EXPECT_EQ(reader.settled(), 0);
  reader.add(R"(rst","index":0})"
             "\n");
  EXPECT_EQ(reader.tests().size(), 1U);
  EXPECT_EQ(reader.settled(), 0) << "it has begun, and may say more";
  reader.add(R"({"event":"result","test":"A.First","index":0,"verdict":"passed"})"
             "\n");
  EXPECT_EQ(reader.settled(), 1);
  reader.end();
  EXPECT_GT(reader.settled(), 1'000);
}

TEST(Report, TheFirstFailureDecides) {
  TestRun run;
  EXPECT_EQ(verdict_of(run), Verdict::kUnknown);
  run.tests.resize(3);
  run.tests[0].verdict = Verdict::kPass;
  run.tests[1].verdict = Verdict::kDataRace;
  run.tests[2].verdict = Verdict::kDeadlock;
  EXPECT_EQ(verdict_of(run), Verdict::kDataRace);
  run.timed_out = true;
  EXPECT_EQ(verdict_of(run), Verdict::kUnknown);
}

}  // namespace
}  // namespace workbook
