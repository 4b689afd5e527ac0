// `interleave run` from the outside: what it prints and its exit status.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "schema_check.hpp"

namespace {

using nlohmann::json;

constexpr int kPassed = 0;
constexpr int kFailed = 1;
constexpr int kUnknown = 2;

struct Outcome {
  int status = -1;
  std::string text;  // Of standard output and standard error.
};

Outcome shell(const std::string& line) {
  Outcome outcome;
  FILE* pipe = popen(("(" + line + ") 2>&1").c_str(), "r");
  std::array<char, 4096> part;
  while (const std::size_t bytes = fread(part.data(), 1, part.size(), pipe)) {
    outcome.text.append(part.data(), bytes);
  }
  const int status = pclose(pipe);
  outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return outcome;
}

// `program` is the name of one in this folder, with its arguments.
Outcome run(const std::string& program, const std::string& options = "") {
  return shell(std::string(INTERLEAVE_TOOL) + " run " + options + " -- " + INTERLEAVE_PROGRAMS +
               program);
}

#define EXPECT_SAYS(outcome, words) \
  EXPECT_NE((outcome).text.find(words), std::string::npos) << (outcome).text

void expect_passed(const Outcome& outcome, const std::string& seen) {
  EXPECT_EQ(outcome.status, kPassed) << outcome.text;
  EXPECT_SAYS(outcome, "passed   " + seen + "\n");
}

void expect_failed(const Outcome& outcome, const std::string& headline) {
  EXPECT_EQ(outcome.status, kFailed) << outcome.text;
  EXPECT_SAYS(outcome, headline);
}

void expect_unknown(const Outcome& outcome, const std::string& why) {
  EXPECT_EQ(outcome.status, kUnknown) << outcome.text;
  EXPECT_SAYS(outcome, why);
}

// --- What is found ---

TEST(Run, DeadlockOfAPlainCProgram) {
  const Outcome outcome = run("two_locks");
  expect_failed(outcome, "DEADLOCK");
  EXPECT_SAYS(outcome, "thread 1 waits for right, which thread 2 holds (two_locks.c:9).");
}

TEST(Run, PlacesAndNamesOfWhatWasCompiledWithRelativePaths) {
  const Outcome outcome = run("visitor");
  expect_failed(outcome, "open_");
  EXPECT_SAYS(outcome, "gate.hpp:10");
  EXPECT_SAYS(outcome, "gate.pass()");
  EXPECT_SAYS(outcome, "visitor.cpp:8");
}

TEST(Run, LostWakeUp) { expect_failed(run("lost_signal"), "LOST WAKE-UP"); }

TEST(Run, ANotificationThatGoesAstray) {
  expect_failed(run("bounded_buffer one_condition"), "LOST WAKE-UP");
}

// What is read of the program's debug information in one process is nothing in the next.
TEST(Run, RelaxedSubtractionsInEveryProcess) {
  expect_passed(run("counter relaxed"), "all 6 schedules");
}

TEST(Run, DataRaceInAGlobalVariable) { expect_failed(run("counter racy"), "DATA RACE"); }

TEST(Run, WhatComesOfADataRace) {
  const Outcome outcome = run("counter racy", "--races-are-choices");
  expect_failed(outcome, "main breaks the assertion 'counter + atomic_counter == 2'");
}

TEST(Run, AFailedAssert) {
  const Outcome outcome = run("counter atomic");
  expect_failed(outcome, "CRASH");
  EXPECT_SAYS(outcome, "main breaks the assertion 'counter + atomic_counter == 2'");
}

TEST(Run, GlobalsAreFreshInEverySchedule) {
  expect_passed(run("counter locked"), "all 2 schedules");
}

// The table of exact numbers holds for whole programs, compiled with hooks or without.
TEST(Run, AllSchedulesOfTheBoundedBuffer) {
  expect_passed(run("bounded_buffer none"), "all 16 schedules");
  expect_passed(run("bounded_buffer_plain none"), "all 16 schedules");
}

TEST(Run, EveryStrategyWorksAcrossProcesses) {
  for (const char* strategy : {"mix", "exhaustive", "bounded", "random", "pct", "pos", "surw"}) {
    const std::string options = std::string("--samples 60 --strategy ") + strategy;
    EXPECT_EQ(run("bounded_buffer none", options).status, kPassed) << strategy;
    EXPECT_EQ(run("two_locks", options).status, kFailed) << strategy;
  }
}

// --- Limits of programs that were compiled without the hooks ---

TEST(Run, APlainProgramHidesItsAtomics) {
  const Outcome outcome = run("lost_signal_plain");
  EXPECT_EQ(outcome.status, kPassed);
  EXPECT_SAYS(outcome, "Data races and atomics were not looked at");
}

// --- How programs end ---

TEST(RunEnds, WithAnExitStatus) {
  expect_passed(run("ways_to_end return"), "the only schedule");
  expect_failed(run("ways_to_end 'return 3'"), "The program ended with exit status 3.");
  expect_failed(run("ways_to_end 'exit 3'"), "The program ended with exit status 3.");
  expect_failed(run("ways_to_end '_exit 5'"), "The program ended with exit status 5.");
  expect_failed(run("ways_to_end 'quick_exit 6'"), "The program ended with exit status 6.");
}

TEST(RunEnds, FromAnotherThread) {
  expect_failed(run("ways_to_end 'exit from thread'"), "The program ended with exit status 3.");
  expect_failed(run("ways_to_end 'exit from two'"), "The program ended with exit status 4.");
}

TEST(RunEnds, HandlersAndStaticDestructorsRun) {
  const Outcome outcome = run("ways_to_end 'exit 3'");
  EXPECT_SAYS(outcome, "      prints: atexit\n      prints: destroyed\n");
}

TEST(RunEnds, OutputOfSchedulesThatPassIsNotShown) {
  EXPECT_EQ(run("bounded_buffer none").text, "passed   all 16 schedules\n");
}

TEST(RunEnds, ByACrash) {
  expect_failed(run("ways_to_end abort"), "main calls abort()");
  expect_failed(run("ways_to_end throw"), "throws std::runtime_error");
  expect_failed(run("ways_to_end null"), "uses a null pointer");
  expect_failed(run("ways_to_end kill"), "ended by a signal: Killed");
}

TEST(RunEnds, WhileADetachedThreadRuns) {
  expect_passed(run("ways_to_end detached"), "the only schedule");
  expect_failed(run("ways_to_end detached", "--threads-end"), "THREAD LEFT BEHIND");
  expect_failed(run("ways_to_end unjoined"), "THREAD LEFT BEHIND");
}

TEST(RunEnds, AfterWhatDetachedThreadsDo) {
  for (const char* strategy : {"mix", "exhaustive", "random"}) {
    expect_failed(run("ways_to_end 'detached abort'", std::string("--strategy ") + strategy),
                  "thread 1 calls abort()");
  }
}

TEST(RunEnds, TheMainThreadHasAsMuchStackAsUsual) {
  expect_passed(run("ways_to_end deep"), "the only schedule");
}

// --- The world outside ---

TEST(RunWorld, EveryScheduleReadsTheSameInput) {
  const std::string command =
      std::string(INTERLEAVE_TOOL) + " run -- " + INTERLEAVE_PROGRAMS + "ways_to_end input";
  EXPECT_EQ(shell("echo please | " + command).status, kPassed);
  EXPECT_EQ(shell("echo no | " + command).status, kFailed);
}

TEST(RunWorld, AForkIsNamed) {
  expect_unknown(run("outside_world fork"), "could not tell: the program calls fork()");
}

TEST(RunWorld, OtherProgramsAreLeftAlone) {
  expect_passed(run("outside_world system"), "the only schedule");
}

// These two go by a clock, and take too long for every day: --gtest_also_run_disabled_tests.
TEST(RunWorld, DISABLED_ALoopWithoutSteps) {
  expect_failed(run("outside_world loop"), "NEVER ENDS");
}

TEST(RunWorld, DISABLED_ACallThatDoesNotReturnIsNamed) {
  expect_unknown(run("outside_world pipe"), "has been in one call for 10 s");
}

// --- Options ---

TEST(RunOptions, ReplayRunsTheFailingScheduleAgain) {
  const Outcome first = run("two_locks");
  const std::size_t begin = first.text.find("--replay '") + 10;
  const std::string schedule = first.text.substr(begin, first.text.find('\'', begin) - begin);
  const Outcome again = run("two_locks", "--replay " + schedule);
  EXPECT_EQ(again.text, first.text);  // With the number that the schedule had in the search.
}

TEST(RunOptions, AScheduleOfAnotherProgramIsNotReplayed) {
  expect_unknown(run("two_locks", "--replay 7L"), "The schedule is not one of this program.");
  expect_unknown(run("two_locks", "--replay nonsense"), "'nonsense' is not a schedule");
}

TEST(RunOptions, JsonFitsTheSchema) {
  const std::string path = testing::TempDir() + "/interleave_run.json";
  EXPECT_EQ(run("two_locks", "--json " + path).status, kFailed);
  std::ifstream story(path);
  const json document = json::parse(story);
  std::ifstream schema_file(INTERLEAVE_SCHEMA);
  const json schema = json::parse(schema_file);
  EXPECT_TRUE(interleave::SchemaCheck(schema).complaints_about(document).empty());
  EXPECT_EQ(document.at("failure").at("kind"), "deadlock");
  EXPECT_EQ(document.at("failure").at("threads").at(0).at("name"), "main");
  std::filesystem::remove(path);
}

TEST(RunOptions, JsonThatCannotBeWritten) {
  expect_unknown(run("ways_to_end return", "--json /nowhere/story.json"),
                 "could not write /nowhere/story.json: No such file or directory");
}

TEST(RunOptions, NothingToRun) {
  expect_unknown(run("two_locks", "--schedules 0 --samples 0"), "nothing to run");
}

TEST(RunOptions, HelpSaysWhatIsUnderControl) {
  const Outcome help = shell(std::string(INTERLEAVE_TOOL) + " run --help");
  EXPECT_EQ(help.status, 0);
  for (const char* option : {"--seed", "--schedules", "--samples", "--preemptions", "--strategy",
                             "--replay", "--json", "--spurious", "-fsanitize=thread"}) {
    EXPECT_SAYS(help, option);
  }
}

TEST(RunOptions, AWrongOptionIsNamed) {
  expect_unknown(run("two_locks", "--strategy luck"), "luck");
}

TEST(RunOptions, AProgramThatIsNotThere) { expect_unknown(run("nothing"), "could not start"); }

TEST(RunOptions, AStaticProgramIsNotExplored) {
  expect_unknown(run("static"), "without the explorer");
}

}  // namespace
