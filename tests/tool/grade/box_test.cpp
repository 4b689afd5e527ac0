#include "grade/box.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace workbook {
namespace {

namespace fs = std::filesystem;

// Each test runs in every kind of box that works here.
class Box : public testing::TestWithParam<Isolation> {
 protected:
  Box() {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }

  void SetUp() override {
    if (GetParam() == Isolation::kBubblewrap && probe_isolation() != Isolation::kBubblewrap) {
      GTEST_SKIP() << "bubblewrap does not work here";
    }
  }

  BoxedCommand shell(const std::string& script) {
    BoxedCommand command;
    command.words = {"/bin/sh", "-c", script};
    command.folder = folder_;
    command.environment = {"PATH=/usr/bin:/bin"};
    return command;
  }

  BoxedRun run(const BoxedCommand& command) { return run_in_box(GetParam(), command); }

  fs::path folder_ = fs::path(testing::TempDir()) / "box_test";
};

TEST_P(Box, TellsOutputReportAndStatus) {
  const BoxedRun done = run(shell("echo said; echo told >&3; exit 3"));
  EXPECT_EQ(done.output, "said\n");
  EXPECT_EQ(done.report, "told\n");
  EXPECT_EQ(done.exit_code, 3);
  EXPECT_FALSE(done.ok());
}

TEST_P(Box, TellsTheSignal) { EXPECT_EQ(run(shell("kill -SEGV $$")).signal, SIGSEGV); }

TEST_P(Box, GivesTheSecretThroughAPipe) {
  BoxedCommand command = shell("cat <&4");
  command.secret = "word";
  EXPECT_EQ(run(command).output, "word\n");
}

TEST_P(Box, HasNoVariablesButItsOwn) {
  setenv("GTEST_FILTER", "-*", 1);
  EXPECT_EQ(run(shell("echo \"[$GTEST_FILTER]\"")).output, "[]\n");
  unsetenv("GTEST_FILTER");
}

TEST_P(Box, CutsAFloodOfOutput) {
  BoxedCommand command = shell("yes | head -c 1000000");
  command.output_bytes_max = 100;
  const BoxedRun done = run(command);
  EXPECT_EQ(done.output.size(), 100U);
  EXPECT_TRUE(done.ok());
}

TEST_P(Box, EndsWhatTakesTheProcessor) {
  BoxedCommand command = shell("while :; do :; done");
  command.cpu_max = std::chrono::seconds(1);
  EXPECT_TRUE(run(command).out_of_time);
}

TEST_P(Box, EndsWhatSleeps) {
  BoxedCommand command = shell("sleep 1000");
  command.wall_max = std::chrono::seconds(0);
  EXPECT_TRUE(run(command).out_of_patience);
}

TEST_P(Box, GivesNoMoreMemoryThanIsAllowed) {
  BoxedCommand command = shell("head -c 300000000 /dev/zero | tail | wc -c");
  command.memory_bytes_max = std::size_t{100} << 20;
  EXPECT_NE(run(command).output, "300000000\n");
}

TEST_P(Box, TakesItsProcessesWithIt) {
  const BoxedRun done = run(shell("setsid sleep 1000 >/dev/null 2>&1 3>&- & echo $!"));
  EXPECT_TRUE(done.ok());
  if (GetParam() == Isolation::kBubblewrap) return;  // There the number means another process.
  const std::string number = std::to_string(std::atoi(done.output.c_str()));
  // One that has ended may still be listed, but has no command line any more.
  std::ifstream command_line("/proc/" + number + "/cmdline", std::ios::binary);
  EXPECT_EQ(command_line.peek(), std::ifstream::traits_type::eof());
}

TEST_P(Box, WritesOnlyWhereItMay) {
  BoxedCommand command = shell("echo x >made");
  EXPECT_TRUE(run(command).ok());
  EXPECT_TRUE(fs::exists(folder_ / "made"));
  if (GetParam() != Isolation::kBubblewrap) return;
  command.words[2] = "echo x >again || echo x >/usr/made || echo x >/etc/made";
  command.may_write = false;
  EXPECT_FALSE(run(command).ok());
}

TEST_P(Box, SeesOnlyWhatItNeeds) {
  if (GetParam() != Isolation::kBubblewrap) GTEST_SKIP() << "limits hide no files";
  const fs::path secret = fs::path(testing::TempDir()) / "box_test_secret";
  std::ofstream(secret) << "the solution";
  BoxedCommand command = shell("cat " + secret.string());
  EXPECT_FALSE(run(command).ok());
  command.readable = {secret};
  EXPECT_EQ(run(command).output, "the solution");
  EXPECT_FALSE(run(shell("kill -0 " + std::to_string(getpid()))).ok());
}

INSTANTIATE_TEST_SUITE_P(Each, Box, testing::Values(Isolation::kLimits, Isolation::kBubblewrap),
                         [](const auto& one) { return name_of(one.param); });

}  // namespace
}  // namespace workbook
