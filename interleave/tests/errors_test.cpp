// Whoever asks for what cannot be done is told so in a sentence, and what to do.
#include <gtest/gtest.h>

#include <mutex>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>

#include "interleave/interleave.hpp"

namespace {

using interleave::explore;
using interleave::Options;
using interleave::Result;
using interleave::together;
using interleave::Verdict;

testing::AssertionResult says(const std::string& text, const std::string& part) {
  if (text.find(part) != std::string::npos) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "'" << text << "' does not say '" << part << "'";
}

std::string refusal_of(const Options& options) {
  try {
    return "it ran: " + explore([] {}, options).seen;
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
}

TEST(Errors, NothingToRun) {
  Options options;
  options.schedules_max = 0;
  options.samples = 0;
  EXPECT_TRUE(says(refusal_of(options), "schedules_max and samples are both 0"));
}

TEST(Errors, NothingToRunByTheSystematicSearchAlone) {
  Options options;
  options.strategy = interleave::Strategy::kBounded;
  options.schedules_max = 0;
  options.samples = 0;
  EXPECT_TRUE(says(refusal_of(options), "nothing to run"));
}

TEST(Errors, NoSteps) {
  Options options;
  options.steps_max = 0;
  EXPECT_TRUE(says(refusal_of(options), "steps_max is 0"));
  options.steps_max = 16'000'001;
  EXPECT_TRUE(says(refusal_of(options), "steps_max is above 16,000,000"));
}

TEST(Errors, NegativeNumbers) {
  Options options;
  options.preemptions_max = -1;
  EXPECT_TRUE(says(refusal_of(options), "preemptions_max is negative"));
  options = {};
  options.spurious_wakeups_max = -1;
  EXPECT_TRUE(says(refusal_of(options), "spurious_wakeups_max is negative"));
}

TEST(Errors, DepthOfPct) {
  Options options;
  options.strategy = interleave::Strategy::kPct;
  options.depth = 0;
  EXPECT_TRUE(says(refusal_of(options), "depth is less than 1"));
}

TEST(Errors, ReplayThatIsNoSchedule) {
  Options options;
  options.replay = "hello";
  EXPECT_TRUE(says(refusal_of(options), "'hello' is not a schedule: at character 1"));
}

void two_locks() {
  std::mutex mutex;
  const auto lock = [&mutex] { std::lock_guard guard(mutex); };
  together({"anna", lock}, {"ben", lock});
}

TEST(Errors, ReplayOfAnotherProgram) {
  Options options;
  options.replay = "1L2N3W";
  const Result result = explore(two_locks, options);
  EXPECT_EQ(result.verdict, Verdict::kUnknown);
  EXPECT_TRUE(says(result.seen, "The schedule is not one of this program."));
  EXPECT_TRUE(says(result.seen, "It was over after 1 of the schedule's 3 choices."));
  EXPECT_TRUE(says(result.seen, "Was the program changed since, or is the string another test's?"));
}

TEST(Errors, ReplayOfAnotherStep) {
  Options options;
  options.replay = "1W";
  const Result result = explore(two_locks, options);
  EXPECT_EQ(result.verdict, Verdict::kUnknown);
  EXPECT_TRUE(
      says(result.seen, "At choice 1 thread 1 locks where the schedule says that it waits"));
}

TEST(Errors, ReplayThatEndsTooEarly) {
  Options options;
  options.replay = "1L";
  const auto four_locks = [] {
    two_locks();
    two_locks();
  };
  const Result result = explore(four_locks, options);
  EXPECT_EQ(result.verdict, Verdict::kUnknown);
  EXPECT_TRUE(says(result.seen, "After the schedule's last choice there was another: thread"));
}

TEST(Errors, ReplayOfAShorterProgram) {
  Options options;
  options.replay = "1L2L1L2L1L2L";
  const Result result = explore(two_locks, options);
  EXPECT_EQ(result.verdict, Verdict::kUnknown);
  EXPECT_TRUE(says(result.seen, "The schedule is not one of this program."));
}

TEST(Errors, ReplayWithAThreadThatIsNotThere) {
  Options options;
  options.replay = "9L";
  const Result result = explore(two_locks, options);
  EXPECT_EQ(result.verdict, Verdict::kUnknown);
  EXPECT_TRUE(says(result.seen, "thread 9"));
}

TEST(Errors, ExplorationInsideAnExploration) {
  std::string why;
  const Result result = explore([&why] {
    try {
      explore([] {});
    } catch (const std::logic_error& error) {
      why = error.what();
    }
  });
  EXPECT_EQ(result.verdict, Verdict::kPassed) << result.seen;
  EXPECT_TRUE(says(why, "explore() inside an exploration"));
  EXPECT_TRUE(says(why, "choose()"));
}

TEST(Errors, OutsideAnExploration) {
  EXPECT_THROW(interleave::choose(2), std::logic_error);
  EXPECT_THROW(interleave::check(false, "outside"), std::logic_error);
}

TEST(Errors, WhatSurvivesOutsideTheBody) {
  int runs = 0;
  const Result result = explore([&runs] {
    if (++runs % 2 == 0) two_locks();
  });
  EXPECT_EQ(result.verdict, Verdict::kUnknown);
  EXPECT_TRUE(says(result.seen, "The same schedule went another way when it was run again."));
  EXPECT_TRUE(says(result.seen, "memory outside the body"));
}

// It is decided by a number that no schedule can bring back.
TEST(Errors, RandomNumbersWithoutASeed) {
  const Result result = explore([] {
    static std::random_device device;
    for (int i = 0; i < 64; ++i) {
      if (device() % 2 == 0) two_locks();
    }
  });
  EXPECT_EQ(result.verdict, Verdict::kUnknown);
  EXPECT_TRUE(says(result.seen, "random numbers without a fixed seed"));
}

// Noticed later: the first runs are all the same.
TEST(Errors, WhatSurvivesAndShowsLate) {
  int runs = 0;
  const Result result = explore([&runs] {
    ++runs;
    std::mutex mutex;
    const auto lock = [&] {
      for (int i = 0; i < (runs <= 50 ? 2 : 3); ++i) std::lock_guard guard(mutex);
    };
    together({"anna", lock}, {"ben", lock}, {"cleo", lock});
  });
  EXPECT_EQ(result.verdict, Verdict::kUnknown) << result.seen;
  EXPECT_TRUE(says(result.seen, "must do the same under the same schedule"));
}

// It failed once and not again.
TEST(Errors, FailureThatDoesNotComeBack) {
  int runs = 0;
  const Result result = explore([&runs] {
    two_locks();
    interleave::check(++runs != 4, "only once");
  });
  EXPECT_EQ(result.verdict, Verdict::kUnknown);
  EXPECT_TRUE(says(result.seen, "A schedule failed (wrong result), and passed when it was run"));
}

}  // namespace
