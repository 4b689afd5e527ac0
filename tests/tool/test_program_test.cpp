#include "test_program.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include "text.hpp"

namespace workbook {
namespace {

namespace fs = std::filesystem;

// A test program that is played by a script: what each of its two shards does.
fs::path program_that(const std::string& first, const std::string& second) {
  const std::string test = testing::UnitTest::GetInstance()->current_test_info()->name();
  const fs::path path =
      fs::path(testing::TempDir()) / ("program_" + test + std::to_string(getpid()));
  write_file(path,
             "#!/bin/bash\nexec 4>>\"$WORKBOOK_REPORT\"\n"
             "if [ \"$GTEST_SHARD_INDEX\" = 0 ]; then\n" +
                 first + "else\n" + second + "fi\n");
  fs::permissions(path, fs::perms::owner_all);
  return path;
}

std::string says(const std::string& json) { return "echo '" + json + "' >&4\n"; }

std::string result(int index, const std::string& verdict, const std::string& more = "") {
  const std::string n = std::to_string(index);
  return says(R"({"event":"result","test":"A.T)" + n + R"(","index":)" + n + R"(,"verdict":")" +
              verdict + "\"" + more + "}");
}

TEST(TestProgram, TheFirstTestThatNeverEndsIsTheLast) {
  const std::string goes_on = "exec sleep 1000\n";
  const fs::path program =
      program_that(says(R"({"event":"plan","tests":["A.T0","A.T2","A.T4"]})") +
                       result(0, "passed") + result(2, "never ends") + goes_on,
                   says(R"({"event":"plan","tests":["A.T1","A.T3"]})") + result(1, "deadlock") +
                       result(3, "wrong result") + goes_on);
  std::vector<std::string> told;
  const TestRun run = run_tests(program, {.shards = 2, .leave_rest = true},
                                {.on_test = [&](const TestReport& test, std::size_t longest) {
                                  told.push_back(test.test);
                                  EXPECT_EQ(longest, 4U);
                                }});
  EXPECT_EQ(told, (std::vector<std::string>{"A.T0", "A.T1", "A.T2"}));
  ASSERT_EQ(run.tests.size(), 3U) << "A.T3 is left out, whether it was done or not";
  EXPECT_EQ(run.left(), 2U);
  EXPECT_EQ(run.signal, 0);
  EXPECT_FALSE(run.timed_out);
}

TEST(TestProgram, AShardThatDiesIsACrashOfItsTest) {
  const fs::path program =
      program_that(says(R"({"event":"start","test":"A.T0","index":0})") + "kill -SEGV $$\n",
                   result(1, "passed"));
  const TestRun run = run_tests(program, {.shards = 2});
  ASSERT_EQ(run.tests.size(), 2U);
  EXPECT_EQ(run.tests[0].verdict, Verdict::kCrash);
  EXPECT_EQ(run.signal, SIGSEGV);
}

std::string with_threads(int count) {
  std::string threads;
  for (int n = 0; n < count; ++n) threads += n == 0 ? "{}" : ",{}";
  return R"(,"data":{"failure":{"threads":[)" + threads + "]}}";
}

TEST(TestProgram, ThePlainestFailureIsToldFirst) {
  const fs::path program = program_that(
      result(0, "crash") + result(2, "data race", with_threads(2)),
      result(1, "deadlock", with_threads(3)) + result(3, "lost wake-up", with_threads(2)));
  const TestRun run = run_tests(program, {.shards = 2});
  ASSERT_NE(first_not_passed(run), nullptr);
  EXPECT_EQ(first_not_passed(run)->test, "A.T2");
  EXPECT_EQ(verdict_of(run), Verdict::kDataRace);
}

// Its calls are the shortest that fail. With several threads, roles with names are easier to read.
TEST(TestProgram, OfOneThreadATestByAModelIsToldFirst) {
  const std::string by_model = R"(,"by_model":true)";
  for (const int threads : {1, 2}) {
    const fs::path program =
        program_that(result(0, "deadlock", with_threads(threads)) +
                         result(1, "wrong result", with_threads(threads) + by_model),
                     result(2, "passed"));
    const TestRun run = run_tests(program, {.shards = 2});
    ASSERT_NE(first_not_passed(run), nullptr);
    EXPECT_EQ(first_not_passed(run)->test, threads == 1 ? "A.T1" : "A.T0");
  }
}

}  // namespace
}  // namespace workbook
