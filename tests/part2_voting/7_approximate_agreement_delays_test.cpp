// The second half of the tests of 2.7: the network decides who hears whom, so that it is known what
// each node has to come to; and nodes that are held.
#include <array>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdio>
#include <mutex>
#include <vector>

#include "7_approximate_agreement_test.hpp"

namespace under_test {
namespace {

// ---- Who hears whom in time. ----

constexpr auto kInTime = 10min;
constexpr auto kTooLate = 15min;  // In the middle of the next round.

// Heard[round][node] is the one node whose value this node does not hear in time.
using NotHeard = std::vector<std::vector<std::size_t>>;

Faults all_but(const NotHeard& not_heard) {
  return [not_heard](const Passage<RoundValue>& passage) {
    const std::vector<std::size_t>& of_round = not_heard.at(round_of(passage));
    return Fate{.delay = of_round.at(passage.to) == passage.from ? kTooLate : kInTime};
  };
}

// What the rule makes of it: all nodes are in step, since all messages in time take as long.
Values values_for(const Inputs& inputs, const NotHeard& not_heard) {
  Inputs now = inputs;
  for (const std::vector<std::size_t>& of_round : not_heard) {
    Inputs next;
    for (std::size_t node = 0; node < now.size(); ++node) {
      double low = now[node];
      double high = now[node];
      for (std::size_t from = 0; from < now.size(); ++from) {
        if (from == of_round.at(node)) continue;
        low = std::min(low, now[from]);
        high = std::max(high, now[from]);
      }
      next.push_back(low + (high - low) / 2);
    }
    now = next;
  }
  return Values(now.begin(), now.end());
}

// Each node misses another one in each round.
NotHeard choose_not_heard(std::size_t nodes, std::size_t rounds) {
  NotHeard all(rounds, std::vector<std::size_t>(nodes));
  for (std::vector<std::size_t>& of_round : all) {
    for (std::size_t node = 0; node < nodes; ++node) {
      of_round[node] = (node + 1 + choose(nodes - 1)) % nodes;
    }
  }
  return all;
}

void expect_the_rule(const Inputs& inputs, double epsilon, const NotHeard& not_heard) {
  const Stopwatch stopwatch;
  EXPECT_EQ(run(inputs, 1, epsilon, not_heard.size(), all_but(not_heard)),
            values_for(inputs, not_heard));
  EXPECT_EQ(stopwatch.time(), Elapsed(kInTime * not_heard.size()))
      << "a round is over when enough values have come, and not before";
}

TEST(ApproximateAgreement, ARoundTakesTheFirstValuesThatAreEnough) {
  EXPLORE_WITH(.schedules_max = 400, .samples = 100) {
    expect_the_rule({0, 8, 16}, 8, choose_not_heard(3, 1));
  };
}

// What is late for its round comes in the middle of the next one, before what belongs there.
TEST(ApproximateAgreement, AValueThatIsLateForItsRoundIsNotUsed) {
  EXPLORE_WITH(.schedules_max = 200, .samples = 300) {
    expect_the_rule({0, 16, 8}, 4, choose_not_heard(3, 2));
  };
}

TEST(ApproximateAgreement, ThreeValuesAreEnoughForFourNodes) {
  EXPLORE_WITH(.schedules_max = 50, .samples = 150) {
    expect_the_rule({0, 1, 32, 6}, 8, choose_not_heard(4, 2));
  };
}

// The farthest that nodes can stay apart: two of them never hear the third one, and that one hears
// only one of them. What is left after so many rounds is seen by asking for an epsilon that needs
// just so many. It is printed.
TEST(ApproximateAgreement, TheSpreadIsHalvedInEachRound) {
  constexpr std::size_t kRoundsMax = 6;
  std::vector<double> left(kRoundsMax + 1);
  EXPLORE_WITH(.schedules_max = 2, .samples = 2) {
    for (std::size_t rounds = 0; rounds <= kRoundsMax; ++rounds) {
      const double epsilon = 64.0 / static_cast<double>(1 << rounds);
      const NotHeard not_heard(rounds, {2, 2, 0});
      left[rounds] = spread_of(run({0, 0, 64}, 1, epsilon, rounds, all_but(not_heard)));
    }
    for (std::size_t rounds = 1; rounds <= kRoundsMax; ++rounds) {
      EXPECT_LE(left[rounds], left[rounds - 1] / 2) << "what is left after round " << rounds;
    }
  };
  std::printf("spread left after 0, 1, 2 ... rounds:");
  for (const double spread : left) std::printf(" %g", spread);
  std::printf("\n");
}

// ---- Nodes that are far behind, and far ahead. ----

// Two nodes hear each other at once and go through all rounds. What they send to the third one
// comes hours later, and the newest first.
TEST(ApproximateAgreement, ValuesOfLaterRoundsAreKept) {
  EXPLORE_WITH(.schedules_max = 50, .samples = 50) {
    constexpr std::size_t kRounds = 4;
    const auto faults = [](const Passage<RoundValue>& passage) -> Fate {
      if (passage.to != 2 && passage.from != 2) return {};
      const std::chrono::nanoseconds in_time = (kRounds - round_of(passage)) * 1h;
      return {.delay = passage.from == 1 || passage.from == 2 ? 100h : in_time};
    };
    const Stopwatch stopwatch;
    // Node 0 and 1 come to 8 in round 0. Node 2 hears 0, and then 8, 8, 8.
    EXPECT_EQ(run({0, 16, 16}, 1, 1, kRounds, faults), (Values{8, 8, 8}));
    EXPECT_EQ(stopwatch.time(), Elapsed(kRounds * 1h));
  };
}

// The same with inputs so that the third one's own value counts in each round.
TEST(ApproximateAgreement, ANodeFarBehindComesNearStepByStep) {
  EXPLORE_WITH(.schedules_max = 50, .samples = 50) {
    constexpr std::size_t kRounds = 4;
    const auto faults = [](const Passage<RoundValue>& passage) -> Fate {
      if (passage.to != 2 && passage.from != 2) return {};
      const std::chrono::nanoseconds in_time = (kRounds - round_of(passage)) * 1h;
      return {.delay = passage.from == 1 || passage.from == 2 ? 100h : in_time};
    };
    EXPECT_EQ(run({0, 0, 16}, 1, 1, kRounds, faults), (Values{0, 0, 1}));
  };
}

// A node is held before one of its sends until all others have ended or wait. They do not need it,
// and what they have sent is still there for it.
TEST(ApproximateAgreement, NobodyWaitsForANodeThatIsHeld) {
  EXPLORE_WITH(.schedules_max = 200, .samples = 200, .polling_forbidden = true) {
    const std::size_t held = choose(3);
    const std::size_t at = choose(4);
    std::atomic<std::size_t> sends_of_others = 0;
    Record record(3, "node");
    const GoesOn asked = stops_after({kNever, kNever, kNever}, record);
    const auto goes_on = [&](std::size_t node, std::size_t round, std::size_t receiver) {
      if (node == held && record.of[node].size() == at) {
        until_others_wait();
        EXPECT_EQ(sends_of_others, 8u) << "the two others go through all rounds meanwhile";
      }
      if (node != held) ++sends_of_others;
      return asked(node, round, receiver);
    };
    const Inputs inputs = {0, 8, 16};
    Network<RoundValue> network(3, with_room());
    const Values values = approximate(inputs, 1, 4, network, goes_on);
    expect_right_questions(record);
    expect_rounds(record, 2);
    expect_right_values(inputs, 4, record, values);
  };
}

// Counts arrivals, and lets those who wait for so many go on.
class Arrivals {
 public:
  void arrive_and_wait_for(std::size_t n) {
    std::unique_lock lock(mutex_);
    ++arrived_;
    more_.notify_all();
    more_.wait(lock, [&] { return arrived_ >= n; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable more_;
  std::size_t arrived_ = 0;
};

TEST(ApproximateAgreement, ANodeMayWaitForTheOthersBeforeItSends) {
  EXPLORE_WITH(.schedules_max = 200, .samples = 100) {
    Arrivals arrivals;
    Record record(3, "node");
    const GoesOn asked = stops_after({kNever, kNever, kNever}, record);
    const auto goes_on = [&](std::size_t node, std::size_t round, std::size_t receiver) {
      if (record.of[node].empty()) arrivals.arrive_and_wait_for(3);
      return asked(node, round, receiver);
    };
    Network<RoundValue> network(3, with_room());
    const Values values = approximate({0, 8, 16}, 1, 8, network, goes_on);
    expect_right_values({0, 8, 16}, 8, record, values);
  };
}

TEST(ApproximateAgreement, EachNodeIsAThread) {
  EXPLORE_WITH(.schedules_max = 50, .samples = 50) {
    std::array<std::size_t, 3> threads{};
    const auto goes_on = [&](std::size_t node, std::size_t, std::size_t) {
      until_others_wait();
      threads.at(node) = interleave::threads_alive();
      return true;
    };
    Network<RoundValue> network(3, with_room());
    approximate({0, 8, 16}, 1, 8, network, goes_on);
    const std::size_t most = *std::max_element(threads.begin(), threads.end());
    EXPECT_GE(most, 3u);
    EXPECT_LE(most, 7u) << "a node has at most one helper";
  };
}

TEST(ApproximateAgreement, TwoCallsDoNotDisturbEachOther) {
  EXPLORE_WITH(.schedules_max = 150, .samples = 150) {
    Values left;
    Values right;
    Network<RoundValue> first(2, with_room());
    Network<RoundValue> second(2, with_room());
    together({"left",
              [&] {
                left = approximate({0, 8}, 0, 4, first, always);
              }},
             {"right", [&] {
                right = approximate({100, 104}, 0, 2, second, always);
              }});
    EXPECT_EQ(left, (Values{4, 4}));
    EXPECT_EQ(right, (Values{102, 102}));
  };
}

TEST(ApproximateAgreement, ASecondCallKnowsNothingOfTheFirst) {
  EXPLORE_WITH(.schedules_max = 50, .samples = 50) {
    run({0, 8, 16}, 1, 4, 2);
    EXPECT_EQ(run({100, 104}, 0, 2, 1), (Values{102, 102}));
  };
}

// ---- Many nodes: sampled. ----

TEST(ApproximateAgreement, SevenNodesOfWhichThreeCrash) {
  EXPLORE_WITH(.schedules_max = 10, .samples = 30) {
    run_with_crashes({0, 64, 8, 4, 12, 32, 1}, 3, 16, 2, choose_stops(7, 2, 3));
  };
}

}  // namespace
}  // namespace under_test
