#include "process.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <string>

#include "errors.hpp"

namespace workbook {
namespace {

constexpr std::chrono::seconds kLong{60};

Command shell(const std::string& script) { return {{"sh", "-c", script}, {}}; }

TEST(Process, CollectsOutputAndStatus) {
  const Finished finished = run(shell("echo out; echo err >&2; exit 3"), kLong);
  EXPECT_EQ(finished.exit_code, 3);
  EXPECT_EQ(finished.output, "out\nerr\n");
  EXPECT_FALSE(finished.ok());
}

TEST(Process, TellsTheSignal) { EXPECT_EQ(run(shell("kill -ABRT $$"), kLong).signal, SIGABRT); }

TEST(Process, EndsWhatDoesNotEnd) {
  const Finished finished = run({{"sleep", "1000"}, {}}, std::chrono::seconds(0));
  EXPECT_TRUE(finished.timed_out);
}

TEST(Process, OwnVariablesReplaceInheritedOnes) {
  setenv("WORKBOOK_TEST_VARIABLE", "inherited", 1);
  Command command = shell("echo $WORKBOOK_TEST_VARIABLE");
  command.environment = {{"WORKBOOK_TEST_VARIABLE", "own"}};
  EXPECT_EQ(run(command, kLong).output, "own\n");
}

TEST(Process, SeveralRunAtTheSameTime) {
  // Each waits for the other's file: one after the other, they would never end.
  const std::string folder = testing::TempDir();
  const auto meets = [&](const std::string& mine, const std::string& other) {
    return shell("touch " + folder + mine + "; while [ ! -e " + folder + other + " ]; do :; done");
  };
  for (const Finished& finished : run_all({meets("a", "b"), meets("b", "a")}, kLong)) {
    EXPECT_TRUE(finished.ok());
  }
}

TEST(Process, AReportComesThroughAPipeOfItsOwn) {
  Command command = shell("echo said; echo told >>\"$REPORT_HERE\"");
  command.report_variable = "REPORT_HERE";
  std::string report;
  bool ended = false;
  const auto take = [&](std::size_t, std::string_view text) {
    report += text;
    ended = text.empty();
    return true;
  };
  EXPECT_EQ(run(command, kLong, {.on_report = take}).output, "said\n");
  EXPECT_EQ(report, "told\n");
  EXPECT_TRUE(ended);
}

// The second would never end.
TEST(Process, AListenerEndsThemAll) {
  Command tells = shell("echo enough >>\"$REPORT_HERE\"; exec sleep 1000");
  tells.report_variable = "REPORT_HERE";
  const auto stop = [](std::size_t, std::string_view) { return false; };
  const auto all = run_all({tells, {{"sleep", "1000"}, {}}}, kLong, {.on_report = stop});
  EXPECT_EQ(all[1].signal, SIGKILL);
  EXPECT_FALSE(all[1].timed_out);
}

TEST(Process, AttentionEndsThemWhereItIsAskedFor) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  ASSERT_EQ(write(ends[1], "hq", 2), 2);
  std::string keys;
  Attention attention{{ends[0]}, [&] {
                        char key = 0;
                        if (read(ends[0], &key, 1) == 1) keys += key;
                        return key == 'q';
                      }};
  EXPECT_THROW(run({{"sleep", "1000"}, {}}, kLong, {.attention = &attention}), Interrupted);
  EXPECT_EQ(keys, "hq");
  close(ends[0]);
  close(ends[1]);
}

TEST(Process, AProgramThatIsNotThereIsNamed) {
  EXPECT_THROW(run({{"no-such-program-here"}, {}}, kLong), CannotTell);
}

}  // namespace
}  // namespace workbook
