// What a search says of its runs: each counts, each failure is told, and so is what ended it.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "interleave/interleave.hpp"

namespace {

using interleave::Coverage;
using interleave::explore;
using interleave::Options;
using interleave::Result;
using interleave::Strategy;
using interleave::together;
using interleave::Verdict;

const std::vector<Strategy> kStrategies = {
    Strategy::kMix, Strategy::kExhaustive, Strategy::kBounded, Strategy::kRandom,
    Strategy::kPct, Strategy::kPos,        Strategy::kSurw};

Options with(Strategy strategy, std::uint64_t schedules_max, std::uint64_t samples) {
  Options options;
  options.strategy = strategy;
  options.schedules_max = schedules_max;
  options.samples = samples;
  return options;
}

// Two threads take turns: returns who did, in order, such as "abab".
std::string turns(int each) {
  std::mutex mutex;
  std::string order;
  const auto take = [&](char who) {
    for (int i = 0; i < each; ++i) {
      std::lock_guard lock(mutex);
      order += who;
    }
  };
  together({"a", [&] { take('a'); }}, {"b", [&] { take('b'); }});
  return order;
}

void three_turns_each() { turns(3); }

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// One schedule of twenty fails. Whichever run meets it first is told, with its number.
TEST(Search, WhateverRunFailsIsTold) {
  for (const Strategy strategy : kStrategies) {
    bool was_first = false;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
      Options options = with(strategy, 30, 3);
      options.seed = seed;
      std::uint64_t runs = 0;
      std::uint64_t failed = 0;
      const Result result = explore(
          [&] {
            ++runs;
            const bool fails = turns(3) == "bababa";
            if (fails && failed == 0) failed = runs;
            interleave::check(!fails, "in strict turns");
          },
          options);
      ASSERT_EQ(result.verdict, failed == 0 ? Verdict::kPassed : Verdict::kFailed) << result.seen;
      if (failed == 0) continue;
      EXPECT_EQ(result.failure->schedule_number, failed);
      EXPECT_EQ(result.runs, failed);
      was_first |= failed == 1;
    }
    // Those that search begin with a schedule that does not depend on the seed.
    const bool draws = strategy != Strategy::kExhaustive && strategy != Strategy::kBounded;
    EXPECT_EQ(was_first, draws);
  }
}

TEST(Search, WhatPassesOnceAndThenFailsIsNoFailure) {
  for (const Strategy strategy : kStrategies) {
    int runs = 0;
    const Result result = explore(
        [&] {
          three_turns_each();
          interleave::check(++runs == 1, "again");
        },
        with(strategy, 100, 100));
    EXPECT_EQ(result.verdict, Verdict::kUnknown);
    EXPECT_EQ(runs, 2);
  }
}

TEST(Search, EveryRunCountsAndBudgetsAreKept) {
  for (const Strategy strategy : kStrategies) {
    for (const std::uint64_t budget : {1, 5, 20, 63, 64, 65, 200}) {
      std::uint64_t runs = 0;
      const Options options = with(strategy, budget, 2 * budget);
      const Result result = explore(
          [&] {
            ++runs;
            turns(6);
          },
          options);
      EXPECT_EQ(result.verdict, Verdict::kPassed) << result.seen;
      EXPECT_EQ(result.runs, runs);
      const bool searches = strategy == Strategy::kExhaustive || strategy == Strategy::kBounded;
      const std::uint64_t allowed = searches                     ? budget
                                    : strategy == Strategy::kMix ? 3 * budget
                                                                 : 2 * budget;
      EXPECT_LE(runs, allowed) << result.seen;
      EXPECT_GE(runs + 2, allowed) << result.seen;
    }
  }
}

TEST(Search, SmallProgramsEndAsAllAndCheaply) {
  const Result one = explore([] {});
  EXPECT_EQ(one.seen, "the only schedule");
  EXPECT_LE(one.runs, 3u);
  const Result twenty = explore(three_turns_each);
  EXPECT_EQ(twenty.seen, "all 20 schedules");
  EXPECT_EQ(twenty.schedules, 20u);
  EXPECT_LE(twenty.runs, 120u);
}

TEST(Search, SaysWhatEndedIt) {
  const auto seen = [](const Options& options) { return explore([] { turns(6); }, options).seen; };
  EXPECT_TRUE(contains(seen(with(Strategy::kSurw, 0, 100)), "; ended by samples (100)"));
  EXPECT_TRUE(contains(seen(with(Strategy::kBounded, 90, 0)), "; ended by schedules_max (90)"));
  EXPECT_TRUE(contains(seen(with(Strategy::kExhaustive, 90, 0)), "; ended by schedules_max (90)"));
  EXPECT_TRUE(contains(seen(with(Strategy::kMix, 90, 80)),
                       "; ended by schedules_max (90) and samples (80)"));
  EXPECT_EQ(explore([] { turns(6); }, with(Strategy::kMix, 90, 80)).ended_by,
            (std::vector<std::string>{"schedules_max", "samples"}));
  Options few_steps = with(Strategy::kMix, 900, 900);
  few_steps.steps_in_all_max = 1'000;
  EXPECT_TRUE(contains(seen(few_steps), "; ended by steps_in_all_max (1,000)"));
  Options few_preemptions = with(Strategy::kMix, 900, 100);
  few_preemptions.preemptions_max = 1;
  EXPECT_TRUE(contains(seen(few_preemptions), "; ended by preemptions_max (1)"));
  EXPECT_FALSE(contains(explore(three_turns_each).seen, "ended by"));
  EXPECT_TRUE(explore(three_turns_each).ended_by.empty());
}

// The first try of a lock makes unlocks choices. It comes late here.
TEST(Search, ALateTryOfALockIsNoNewStart) {
  std::uint64_t runs = 0;
  std::set<int> outcomes;
  std::vector<std::uint64_t> numbers;
  Options options = with(Strategy::kExhaustive, 100'000, 0);
  options.on_schedule = [&](const interleave::ScheduleEnd& end) {
    numbers.push_back(end.number);
    return false;
  };
  const Result result = explore(
      [&] {
        ++runs;
        std::atomic<int> x = 0;
        std::mutex mutex;
        int taken = 0;
        together({"one",
                  [&] {
                    std::lock_guard lock(mutex);
                    x = 1;
                    x = 2;
                  }},
                 {"two", [&] {
                    if (x != 1 || !mutex.try_lock()) return;
                    taken = 1;
                    mutex.unlock();
                  }});
        outcomes.insert(taken);
      },
      options);
  EXPECT_EQ(result.coverage, Coverage::kAll) << result.seen;
  EXPECT_EQ(outcomes, (std::set{0, 1}));
  EXPECT_EQ(result.runs, runs);
  EXPECT_GT(runs, result.schedules + 1);  // Those before the try, and a check.
  for (std::size_t i = 0; i < numbers.size(); ++i) EXPECT_EQ(numbers[i], i + 1);
}

// Each racing place that is found costs a run, and the numbers go on.
TEST(Search, RacingPlacesAreNoNewStart) {
  for (const Strategy strategy : kStrategies) {
    std::uint64_t runs = 0;
    Options options = with(strategy, 2'000, 100);
    options.races_are_choices = true;
    const Result result = explore(
        [&] {
          ++runs;
          int x = 0;
          int y = 0;
          together({"anna", [&] { ++x, ++y; }}, {"ben", [&] { ++x, ++y; }});
          interleave::check(x == 2 || y == 2, "both were lost");
        },
        options);
    ASSERT_EQ(result.verdict, Verdict::kFailed) << result.seen;
    EXPECT_EQ(result.failure->kind, interleave::FailureKind::kWrongResult);
    EXPECT_GT(result.failure->schedule_number, 2u);
    EXPECT_LT(result.failure->schedule_number, 60u);
  }
}

// The number of the run goes with the schedule's string, and a string without one is as good.
TEST(Search, AReplayTellsTheNumberThatItHadInTheSearch) {
  const auto body = [] { interleave::check(turns(3) != "bababa", "in strict turns"); };
  Options options = with(Strategy::kSurw, 0, 2'000);
  const Result found = explore(body, options);
  ASSERT_TRUE(found.failure) << found.seen;
  const std::string number = std::to_string(found.failure->schedule_number);
  const std::string string = found.failure->schedule;
  EXPECT_TRUE(string.ends_with("#" + number)) << string;
  options.replay = string;
  const Result replayed = explore(body, options);
  EXPECT_EQ(replayed.seen, "schedule " + number);
  EXPECT_EQ(replayed.failure.value().schedule, string);
  EXPECT_EQ(replayed.runs, 1u);
  options.replay = string.substr(0, string.find('#'));
  EXPECT_EQ(explore(body, options).seen, "schedule 1");
  options.replay = string + "x";
  EXPECT_THROW(explore(body, options), std::invalid_argument);
}

// Numbers up to ten thousand, each seen once, and found again by its schedule.
TEST(Search, ChooseAmongTenThousand) {
  for (const Strategy strategy : {Strategy::kExhaustive, Strategy::kBounded}) {
    std::set<std::size_t> chosen;
    const Result result =
        explore([&] { chosen.insert(interleave::choose(10'000)); }, with(strategy, 20'000, 0));
    EXPECT_EQ(result.seen, "all 10,000 schedules");
    EXPECT_EQ(chosen.size(), 10'000u);
    EXPECT_EQ(*chosen.rbegin(), 9'999u);
  }
  const auto body = [] { interleave::check(interleave::choose(10'000) != 7'654, "that one"); };
  Options options = with(Strategy::kExhaustive, 20'000, 0);
  const Result found = explore(body, options);
  ASSERT_TRUE(found.failure) << found.seen;
  EXPECT_TRUE(contains(found.failure->schedule, "(7654)")) << found.failure->schedule;
  options.replay = found.failure->schedule;
  EXPECT_EQ(explore(body, options).verdict, Verdict::kFailed);
}

}  // namespace
