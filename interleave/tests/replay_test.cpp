// The same schedule gives the same story, and whatever else decides is noticed.
#include <gtest/gtest.h>

#include <mutex>
#include <stdexcept>
#include <string>

#include "interleave/interleave.hpp"

namespace {

using interleave::explore;
using interleave::Options;
using interleave::Result;
using interleave::together;
using interleave::Verdict;

void two_locks() {
  std::mutex left;
  std::mutex right;
  together({"anna",
            [&] {
              std::lock_guard first(left);
              std::lock_guard second(right);
            }},
           {"ben", [&] {
              std::lock_guard first(right);
              std::lock_guard second(left);
            }});
}

TEST(Replay, SameVerdictScheduleAndStoryEveryTime) {
  const Result first = explore(two_locks);
  ASSERT_TRUE(first.failure);
  for (int i = 0; i < 20; ++i) {
    const Result again = explore(two_locks);
    ASSERT_TRUE(again.failure);
    EXPECT_EQ(again.failure->schedule, first.failure->schedule);
    EXPECT_EQ(interleave::to_text(again.failure->story), interleave::to_text(first.failure->story));
  }
}

// While a failing schedule is shortened, others are run that may fail in other ways.
TEST(Replay, AFailureStaysWhatItWasWhileItIsShortened) {
  interleave::Options options;
  options.on_schedule = [](const interleave::ScheduleEnd& end) {
    return end.failure == interleave::FailureKind::kWrongResult;
  };
  const auto body = [] {
    std::mutex mutex;
    int others = 0;
    const auto count = [&] {
      std::lock_guard lock(mutex);
      ++others;
    };
    const auto look = [&] {
      std::lock_guard lock(mutex);
      interleave::check(others == 2, "somebody is missing");
      throw std::runtime_error("all are there");
    };
    const auto pass_by = [&] { std::lock_guard lock(mutex); };
    interleave::together({"anna", count}, {"last", look}, {"carl", pass_by}, {"ben", count});
  };
  const interleave::Result result = interleave::explore(body, options);
  ASSERT_TRUE(result.failure) << result.seen;
  EXPECT_EQ(result.failure->kind, interleave::FailureKind::kCrash);
}

TEST(Replay, AScheduleStringBringsTheFailureBack) {
  const Result found = explore(two_locks);
  ASSERT_TRUE(found.failure);
  Options options;
  options.replay = found.failure->schedule;
  const Result replayed = explore(two_locks, options);
  ASSERT_TRUE(replayed.failure) << replayed.seen;
  EXPECT_EQ(replayed.schedules, 1u);
  EXPECT_EQ(replayed.failure->headline, found.failure->headline);
}

TEST(Replay, AStringOfAnotherProgramIsRefused) {
  Options options;
  options.replay = "1L2N3W";
  const Result result = explore(two_locks, options);
  EXPECT_EQ(result.verdict, Verdict::kUnknown);
  EXPECT_NE(result.seen.find("not one of this program"), std::string::npos) << result.seen;
}

TEST(Replay, NonsenseIsRefusedWithItsPlace) {
  Options options;
  options.replay = "1L&";
  try {
    explore(two_locks, options);
    FAIL() << "no exception";
  } catch (const std::invalid_argument& error) {
    EXPECT_NE(std::string(error.what()).find("character 3"), std::string::npos) << error.what();
  }
}

TEST(Replay, WhatSurvivesFromRunToRunIsNoticed) {
  int runs = 0;
  const Result result = explore([&runs] {
    std::mutex mutex;
    const auto lock = [&] { std::lock_guard guard(mutex); };
    if (++runs % 2 == 0) return;
    together({"anna", lock}, {"ben", lock});
  });
  EXPECT_EQ(result.verdict, Verdict::kUnknown);
  EXPECT_NE(result.seen.find("survives from run to run"), std::string::npos) << result.seen;
}

TEST(Options, NothingToRunIsRefused) {
  Options options;
  options.schedules_max = 0;
  options.samples = 0;
  EXPECT_THROW(explore(two_locks, options), std::invalid_argument);
}

TEST(Options, AnExplorationInsideAnotherIsRefused) {
  const Result result = explore([] {
    try {
      explore([] {});
      interleave::check(false, "no exception");
    } catch (const std::logic_error&) {
    }
  });
  EXPECT_EQ(result.verdict, Verdict::kPassed) << result.seen;
}

// A budget that ends is never reported as "all".
TEST(Options, ABudgetThatEndsIsNotAll) {
  Options options;
  options.schedules_max = 10;
  options.samples = 5;
  const Result result = explore(
      [] {
        std::mutex mutex;
        const auto lock = [&] { std::lock_guard guard(mutex); };
        together({"a", lock}, {"b", lock}, {"c", lock}, {"d", lock});
      },
      options);
  EXPECT_EQ(result.verdict, Verdict::kPassed);
  EXPECT_NE(result.coverage, interleave::Coverage::kAll);
  EXPECT_EQ(result.seen.find("all 24"), std::string::npos) << result.seen;
  EXPECT_NE(result.seen.find("5 sampled (seed 1)"), std::string::npos) << result.seen;
}

TEST(Options, TheSeedDecidesWhatIsSampled) {
  const auto first_failure = [](std::uint64_t seed) {
    Options options;
    options.schedules_max = 0;
    options.seed = seed;
    return explore(two_locks, options).failure.value().schedule_number;
  };
  EXPECT_EQ(first_failure(1), first_failure(1));
}

}  // namespace
