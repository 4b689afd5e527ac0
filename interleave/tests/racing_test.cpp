// Races as choices: what comes of them is explored.
#include <gtest/gtest.h>

#include <cstdint>
#include <mutex>
#include <set>
#include <string>
#include <utility>

#include "interleave/interleave.hpp"

namespace {

using interleave::explore;
using interleave::FailureKind;
using interleave::Options;
using interleave::Result;
using interleave::Strategy;
using interleave::together;
using interleave::Verdict;

Options races_are_choices(Strategy strategy = Strategy::kMix) {
  Options options;
  options.races_are_choices = true;
  options.strategy = strategy;
  return options;
}

void earn_without_a_lock() {
  int balance = 0;
  const auto earn = [&] { ++balance; };
  together({"anna", earn}, {"ben", earn});
  interleave::check(balance == 2, "an update was lost");
}

TEST(Races, AreFailuresUnlessAskedFor) {
  const Result result = explore(earn_without_a_lock);
  ASSERT_TRUE(result.failure);
  EXPECT_EQ(result.failure->kind, FailureKind::kDataRace);
}

TEST(Races, TheClassicLostUpdateIsAWrongResult) {
  for (const Strategy strategy : {Strategy::kMix, Strategy::kExhaustive, Strategy::kRandom}) {
    const Result result = explore(earn_without_a_lock, races_are_choices(strategy));
    ASSERT_TRUE(result.failure) << result.seen;
    EXPECT_EQ(result.failure->kind, FailureKind::kWrongResult);
    const std::string story = to_text(result.failure->story);
    EXPECT_NE(story.find("reads balance"), std::string::npos) << story;
    EXPECT_NE(story.find("writes balance"), std::string::npos) << story;
  }
}

TEST(Races, TheScheduleStringBringsTheLostUpdateBack) {
  const Result found = explore(earn_without_a_lock, races_are_choices());
  ASSERT_TRUE(found.failure);
  for (const bool asked_for : {true, false}) {
    Options options;
    options.races_are_choices = asked_for;
    options.replay = found.failure->schedule;
    const Result replayed = explore(earn_without_a_lock, options);
    ASSERT_TRUE(replayed.failure) << replayed.seen;
    EXPECT_EQ(replayed.failure->headline, found.failure->headline);
    EXPECT_EQ(to_text(replayed.failure->story), to_text(found.failure->story));
  }
}

// All that two threads can see of each other when each writes its own variable and then reads the
// other's: not that both miss the other's, with one access after the other.
TEST(Races, StoreBufferingOnPlainVariables) {
  for (const Strategy strategy : {Strategy::kBounded, Strategy::kExhaustive}) {
    std::set<std::pair<int, int>> outcomes;
    const Result result = explore(
        [&] {
          int x = 0;
          int y = 0;
          int seen_by_anna = 0;
          int seen_by_ben = 0;
          together({"anna", [&] { x = 1, seen_by_anna = y; }},
                   {"ben", [&] { y = 1, seen_by_ben = x; }});
          outcomes.insert({seen_by_anna, seen_by_ben});
        },
        races_are_choices(strategy));
    EXPECT_EQ(result.verdict, Verdict::kPassed);
    EXPECT_EQ(outcomes, (std::set<std::pair<int, int>>{{0, 1}, {1, 0}, {1, 1}}));
    EXPECT_NE(result.seen.find("4 racing places"), std::string::npos) << result.seen;
    if (strategy == Strategy::kExhaustive) {
      EXPECT_EQ(result.schedules, 3u) << result.seen;
    }
  }
}

TEST(Races, ThreeUpdatesLoseOneOrTwoOrNone) {
  std::set<int> outcomes;
  const Result result = explore(
      [&] {
        int balance = 0;
        const auto earn = [&] { ++balance; };
        together({"anna", earn}, {"ben", earn}, {"eve", earn});
        outcomes.insert(balance);
      },
      races_are_choices(Strategy::kExhaustive));
  EXPECT_EQ(result.verdict, Verdict::kPassed) << result.seen;
  EXPECT_EQ(outcomes, (std::set{1, 2, 3}));
  // As of an atomic load and then a store: (T!)^2.
  EXPECT_EQ(result.schedules, 36u) << result.seen;
}

TEST(Races, APlainFlagIsWaitedFor) {
  int message = 0;
  const Result result = explore(
      [&] {
        bool ready = false;
        message = 0;
        int heard = 0;
        together({"writer",
                  [&] {
                    message = 42;
                    ready = true;
                  }},
                 {"reader", [&] {
                    while (!ready) {
                    }
                    heard = message;
                  }});
        interleave::check(heard == 42, "heard nothing");
      },
      races_are_choices());
  EXPECT_EQ(result.verdict, Verdict::kPassed) << result.seen;
}

// Locks make choices of nothing but themselves.
TEST(Races, AProgramWithoutRacesHasAsManySchedulesAsEver) {
  const auto body = [] {
    std::mutex mutex;
    int balance = 0;
    const auto earn = [&] {
      std::lock_guard lock(mutex);
      ++balance;
    };
    together({"anna", earn}, {"ben", earn}, {"eve", earn});
    interleave::check(balance == 3, "an update was lost");
  };
  const Result result = explore(body, races_are_choices(Strategy::kExhaustive));
  EXPECT_EQ(result.seen, "all 6 schedules, 0 racing places as choices");
}

TEST(Races, AUseAfterFreeIsStillAFailure) {
  const Result result = explore(
      [] {
        int* number = new int(1);
        together({"user", [&] { ++*number; }}, {"owner", [&] { delete number; }});
      },
      races_are_choices());
  ASSERT_TRUE(result.failure) << result.seen;
  EXPECT_EQ(result.failure->kind, FailureKind::kMisuse);
}

// Bytes of one word, and a word of which two threads use different parts.
TEST(Races, PartsOfAVariableThatSeveralUse) {
  std::set<unsigned> outcomes;
  const Result result = explore(
      [&] {
        union {
          std::uint32_t whole;
          std::uint8_t bytes[4];
        } value{0};
        together({"whole", [&] { value.whole = 0x01010101; }},
                 {"byte", [&] { value.bytes[1] = 2; }},
                 {"other byte", [&] { value.bytes[3] = 3; }});
        outcomes.insert(value.whole);
      },
      races_are_choices(Strategy::kExhaustive));
  EXPECT_EQ(result.verdict, Verdict::kPassed) << result.seen;
  EXPECT_EQ(outcomes, (std::set<unsigned>{0x01010101, 0x01010201, 0x03010101, 0x03010201}));
}

}  // namespace
