// The sampling strategies: reproducible, honest about what was seen, and as often there as their
// papers say. Seeds are fixed, so each frequency below is the same number in every run.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "interleave/interleave.hpp"

namespace {

using interleave::FailureKind;
using interleave::Options;
using interleave::Result;
using interleave::Strategy;
using interleave::Verdict;

const std::vector<Strategy> kSamplers = {Strategy::kRandom, Strategy::kPct, Strategy::kPos,
                                         Strategy::kSurw};

Options sampled(Strategy strategy, std::uint64_t samples, std::uint64_t seed = 1) {
  Options options;
  options.strategy = strategy;
  options.samples = samples;
  options.seed = seed;
  options.steps_in_all_max = 1'000'000'000;
  return options;
}

// What happened in each schedule, in order: a letter for each event, 'a' for those of the first
// thread, 'b' for those of the second.
using Orders = std::vector<std::string>;

// Two threads that change one atomic so and so often.
Orders orders_of(Options options, int first, int second) {
  Orders orders;
  std::string order;
  // The first is one of uniform choices, and is run once more, as is one at the end, to see whether
  // the body repeats itself. That makes no difference to what is asked of thousands.
  options.on_schedule = [&](const interleave::ScheduleEnd&) {
    orders.push_back(order);
    return false;
  };
  const Result result = interleave::explore(
      [&] {
        order.assign(static_cast<std::size_t>(first + second), ' ');
        std::atomic<std::size_t> next = 0;
        const auto write = [&](char letter, int times) {
          for (int i = 0; i < times; ++i) order[next.fetch_add(1)] = letter;
        };
        interleave::together({"a", [&] { write('a', first); }}, {"b", [&] { write('b', second); }});
      },
      options);
  EXPECT_EQ(result.verdict, Verdict::kPassed) << result.seen;
  EXPECT_EQ(orders.size(), options.samples);
  return orders;
}

std::map<std::string, int> count(const Orders& orders) {
  std::map<std::string, int> counts;
  for (const std::string& order : orders) ++counts[order];
  return counts;
}

// Pearson's statistic against all `kinds` of orders being equally likely. Its mean is kinds - 1,
// its deviation sqrt(2 (kinds - 1)).
double unevenness(const Orders& orders, std::size_t kinds) {
  const double expected = static_cast<double>(orders.size()) / static_cast<double>(kinds);
  const std::map<std::string, int> counts = count(orders);
  double sum = expected * static_cast<double>(kinds - counts.size());
  for (const auto& [order, times] : counts) sum += std::pow(times - expected, 2) / expected;
  return sum;
}

template <typename Condition>
double share(const Orders& orders, Condition condition) {
  return static_cast<double>(std::count_if(orders.begin(), orders.end(), condition)) /
         static_cast<double>(orders.size());
}

// The least share that passes for `promised`: three standard deviations below.
double at_least(double promised, const Orders& orders) {
  return promised - 3 * std::sqrt(promised * (1 - promised) / static_cast<double>(orders.size()));
}

// The place of the n-th `letter`, from 0.
std::size_t place(const std::string& order, char letter, int number) {
  std::size_t at = order.find(letter);
  for (; number > 0; --number) at = order.find(letter, at + 1);
  return at;
}

TEST(Samplers, TheSameSeedDrawsTheSameSchedules) {
  for (const Strategy strategy : kSamplers) {
    const Orders once = orders_of(sampled(strategy, 200, 7), 4, 4);
    EXPECT_EQ(once, orders_of(sampled(strategy, 200, 7), 4, 4)) << static_cast<int>(strategy);
    EXPECT_NE(once, orders_of(sampled(strategy, 200, 8), 4, 4)) << static_cast<int>(strategy);
  }
}

// Written down once: another compiler or machine must draw these, too.
TEST(Samplers, DrawTheSameEverywhere) {
  const auto drawn = [](Strategy strategy) {
    Orders orders = orders_of(sampled(strategy, 5), 4, 4);
    EXPECT_EQ(orders[0], "abaaabbb");  // By uniform choices,
    EXPECT_EQ(orders[1], "abaaabbb");  // and once more, to see whether the body repeats itself.
    orders.erase(orders.begin(), orders.begin() + 2);
    return orders;
  };
  EXPECT_EQ(drawn(Strategy::kRandom), (Orders{"abaabbab", "baaababb", "abbbbaaa"}));
  EXPECT_EQ(drawn(Strategy::kPct), (Orders{"bbbbaaaa", "aaaabbbb", "abbaaabb"}));
  EXPECT_EQ(drawn(Strategy::kPos), (Orders{"aabbabab", "babaaabb", "abbabaab"}));
  EXPECT_EQ(drawn(Strategy::kSurw), (Orders{"aabaabbb", "bbbabaaa", "babbaaab"}));
}

// More samples draw further ones; the first stay what they were.
TEST(Samplers, TheSoManiethScheduleDoesNotDependOnHowManyFollow) {
  for (const Strategy strategy : kSamplers) {
    const Orders few = orders_of(sampled(strategy, 50), 3, 5);
    Orders many = orders_of(sampled(strategy, 100), 3, 5);
    many.resize(few.size());
    EXPECT_EQ(few, many) << static_cast<int>(strategy);
  }
}

TEST(Samplers, SayWhatWasSeen) {
  const auto seen = [](Strategy strategy) {
    return interleave::explore([] {}, sampled(strategy, 2'000, 3)).seen;
  };
  const std::string ended = "; ended by samples (2,000)";
  EXPECT_EQ(seen(Strategy::kRandom), "2,000 sampled by uniform choices (seed 3)" + ended);
  EXPECT_EQ(seen(Strategy::kPct), "2,000 sampled by PCT (seed 3)" + ended);
  EXPECT_EQ(seen(Strategy::kPos), "2,000 sampled by POS (seed 3)" + ended);
  EXPECT_EQ(seen(Strategy::kSurw), "2,000 sampled by SURW (seed 3)" + ended);
}

TEST(Samplers, OptionsThatLeaveNothingToRunAreRefused) {
  for (const Strategy strategy : kSamplers) {
    EXPECT_THROW(interleave::explore([] {}, sampled(strategy, 0)), std::invalid_argument);
  }
  Options options = sampled(Strategy::kPct, 1);
  options.depth = 0;
  EXPECT_THROW(interleave::explore([] {}, options), std::invalid_argument);
}

// A thread that tries again and again must not have the highest priority for ever.
TEST(Samplers, AThreadThatTriesUntilItSucceedsLetsTheOthersIn) {
  for (const Strategy strategy : kSamplers) {
    for (const bool yields : {false, true}) {
      const Result result = interleave::explore(
          [yields] {
            std::mutex mutex;
            std::atomic<int> turns = 0;
            const auto take_turns = [&] {
              while (!mutex.try_lock()) {
                if (yields) std::this_thread::yield();
              }
              ++turns;
              ++turns;
              mutex.unlock();
            };
            interleave::together({"one", take_turns}, {"two", take_turns}, {"three", take_turns});
          },
          sampled(strategy, 1'000));
      EXPECT_EQ(result.verdict, Verdict::kPassed) << result.seen;
    }
  }
}

TEST(Bounded, EndsWithTheBoundThatWasReached) {
  // Of the 6 schedules: where the last thread that was started goes on, and where it is preempted
  // once, at one of two places.
  Options options;
  options.strategy = Strategy::kBounded;
  options.preemptions_max = 1;
  const Result result = interleave::explore(
      [] {
        std::atomic<int> counter = 0;
        const auto count_twice = [&] {
          ++counter;
          ++counter;
        };
        interleave::together({"one", count_twice}, {"two", count_twice});
      },
      options);
  EXPECT_EQ(result.verdict, Verdict::kPassed);
  EXPECT_EQ(result.seen, "all 3 with at most 1 preemption; ended by preemptions_max (1)");
  EXPECT_EQ(result.schedules, 3u);  // None of them sampled.
}

// A bug that needs one constraint: some event of one thread before some event of the other. At
// least 1 / n.
TEST(Pct, KeepsItsPromiseAtDepthOne) {
  Options options = sampled(Strategy::kPct, 4'000);
  options.depth = 1;
  Orders orders = orders_of(options, 4, 4);
  orders.erase(orders.begin(), orders.begin() + 2);  // Those that PCT did not draw: the first,
  orders.pop_back();                                 // which was run three times.
  EXPECT_EQ(count(orders).size(), 2u);               // Nothing but one thread after the other.
  EXPECT_GT(share(orders, [](const std::string& order) { return order.front() == 'a'; }), 0.48);
  EXPECT_GT(share(orders, [](const std::string& order) { return order.front() == 'b'; }), 0.48);
}

// Two constraints: b_j happens between a_i and the next event of a. At least 1 / (n k), where k = 7
// of the 8 events have an alternative.
TEST(Pct, KeepsItsPromiseAtDepthTwo) {
  Options options = sampled(Strategy::kPct, 20'000);
  options.depth = 2;
  const Orders orders = orders_of(options, 4, 4);
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 4; ++j) {
      EXPECT_GE(share(orders,
                      [=](const std::string& order) {
                        const std::size_t b = place(order, 'b', j);
                        return place(order, 'a', i) < b && b < place(order, 'a', i + 1);
                      }),
                at_least(1.0 / (2 * 7), orders))
          << i << " " << j;
    }
  }
}

// Three constraints: a_i, b_j, the next of a, the next of b. At least 1 / (n k^2).
TEST(Pct, KeepsItsPromiseAtDepthThree) {
  Options options = sampled(Strategy::kPct, 20'000);
  options.depth = 3;
  const Orders orders = orders_of(options, 4, 4);
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) {
      EXPECT_GE(share(orders,
                      [=](const std::string& order) {
                        const std::size_t b = place(order, 'b', j);
                        const std::size_t next_a = place(order, 'a', i + 1);
                        return place(order, 'a', i) < b && b < next_a &&
                               next_a < place(order, 'b', j + 1);
                      }),
                at_least(1.0 / (2 * 7 * 7), orders))
          << i << " " << j;
    }
  }
}

// How often a thread that takes `before` steps of its own first is still the first at a common
// place.
double latecomer_first(Strategy strategy, int before) {
  constexpr int kSamples = 10'000;
  int first = 0;
  interleave::explore(
      [&first, before] {
        std::atomic<int> own = 0;
        std::atomic<int> winner = 0;
        const auto arrive = [&winner](int who) {
          int nobody = 0;
          winner.compare_exchange_strong(nobody, who);
        };
        interleave::together({"late",
                              [&] {
                                for (int i = 0; i < before; ++i) ++own;
                                arrive(1);
                              }},
                             {"early", [&] { arrive(2); }});
        if (winner == 1) ++first;
      },
      sampled(strategy, kSamples));
  return static_cast<double>(first) / kSamples;
}

// With 8 steps before: half of half of half ... by uniform choices, while partial order sampling
// draws 9 priorities that must all be above one: 1 / 10. Selectively uniform: 1 / 2, since only the
// common place counts.
TEST(Pos, StepsThatConcernNobodyElseCostLittle) {
  EXPECT_LT(latecomer_first(Strategy::kRandom, 8), 0.004);
  EXPECT_NEAR(latecomer_first(Strategy::kPos, 8), 1.0 / 10, 0.01);
}

TEST(Surw, StepsThatConcernNobodyElseCostNothing) {
  EXPECT_NEAR(latecomer_first(Strategy::kSurw, 8), 1.0 / 2, 0.015);
}

// Where all steps conflict each one draws new priorities: b waits for three steps of a with the
// probability 1 / 8, not 1 / 4 as it would if it kept its priority.
TEST(Pos, PrioritiesAreDrawnAnewAfterAConflict) {
  const Orders orders = orders_of(sampled(Strategy::kPos, 10'000), 3, 1);
  EXPECT_NEAR(share(orders, [](const std::string& order) { return order == "aaab"; }), 1.0 / 8,
              0.01);
}

// All 70 interleavings of four and four steps equally often; uniform choices are far from it.
TEST(Surw, IsUniformOverInterleavings) {
  EXPECT_LT(unevenness(orders_of(sampled(Strategy::kSurw, 7'000), 4, 4), 70), 69 + 3 * 11.7);
  EXPECT_GT(unevenness(orders_of(sampled(Strategy::kRandom, 7'000), 4, 4), 70), 1'000);
}

// Just as well where one thread is much shorter than the other.
TEST(Surw, IsUniformForThreadsOfUnequalLength) {
  EXPECT_LT(unevenness(orders_of(sampled(Strategy::kSurw, 4'000), 9, 1), 10), 9 + 3 * 4.3);
  EXPECT_GT(unevenness(orders_of(sampled(Strategy::kRandom, 4'000), 9, 1), 10), 1'000);
}

// --- Bugs of a known depth ---

// One constraint: the user comes before the maker.
void use_before_it_is_made() {
  std::atomic<int> made = 0;
  interleave::together({"maker", [&] { made = 1; }},
                       {"user", [&] { interleave::check(made == 1, "used before it was made"); }});
}

// Two: the withdrawal comes after the deposit's look and before its write.
void lost_deposit() {
  std::atomic<int> balance = 10;
  const auto add = [&](int amount) { balance = balance + amount; };
  interleave::together({"deposit", [&] { add(5); }}, {"withdrawal", [&] { add(-5); }});
  interleave::check(balance == 10, "an entry was lost");
}

// Three: the first look comes after the first stage, the second stage after that look, and the
// second look last.
void half_done() {
  std::atomic<int> stage = 0;
  std::atomic<bool> seen_one = false;
  std::atomic<bool> seen_two = false;
  interleave::together({"writer",
                        [&] {
                          stage = 1;
                          stage = 2;
                        }},
                       {"reader", [&] {
                          seen_one = stage == 1;
                          seen_two = stage == 2;
                        }});
  interleave::check(!(seen_one && seen_two), "both stages were seen");
}

// Returns which schedule found it, or 0.
std::uint64_t found_by(Strategy strategy, void (*body)(), std::uint64_t seed) {
  const Result result = interleave::explore(body, sampled(strategy, 1'000, seed));
  return result.failure ? result.failure->schedule_number : 0;
}

TEST(Samplers, FindBugsOfDepthOneTwoAndThree) {
  struct Bug {
    void (*body)();
    std::uint64_t within;
  };
  for (const Bug& bug : {Bug{use_before_it_is_made, 10}, {lost_deposit, 25}, {half_done, 150}}) {
    for (const Strategy strategy : kSamplers) {
      for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        const std::uint64_t found = found_by(strategy, bug.body, seed);
        EXPECT_GE(found, 1u);
        EXPECT_LE(found, bug.within) << static_cast<int>(strategy) << " seed " << seed;
      }
    }
  }
}

TEST(Samplers, TheSameSeedFailsWithTheSameScheduleString) {
  for (const Strategy strategy : kSamplers) {
    const auto schedule = [strategy](std::uint64_t seed) {
      return interleave::explore(half_done, sampled(strategy, 1'000, seed)).failure->schedule;
    };
    EXPECT_EQ(schedule(11), schedule(11));
    Options again;
    again.replay = schedule(11);
    EXPECT_EQ(interleave::explore(half_done, again).verdict, Verdict::kFailed);
  }
}

}  // namespace
