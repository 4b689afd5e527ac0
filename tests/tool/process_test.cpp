#include "process.hpp"

#include <gtest/gtest.h>

#include <csignal>

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

TEST(Process, AProgramThatIsNotThereIsNamed) {
  EXPECT_THROW(run({{"no-such-program-here"}, {}}, kLong), CannotTell);
}

}  // namespace
}  // namespace workbook
