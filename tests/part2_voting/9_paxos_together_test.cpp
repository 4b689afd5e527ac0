// The tests of 2.9 in which nothing is played by hand: rivals, threads, faults and crashes at any
// time. What the tests by steps do not think of may show here.
#include <thread>

#include "9_paxos_test.hpp"
#include "chosen_faults.hpp"

namespace under_test {
namespace {

// ---- Rivals ----

TEST(PaxosTogether, TwoProposersAndThreeAcceptors) {
  EXPLORE_WITH(.schedules_max = 120, .samples = 120, .steps_in_all_max = 200'000) {
    Group group(3);
    together({"proposer 0", proposes(group, 0, 10)}, {"proposer 1", proposes(group, 1, 20)});
    group.expect_a_choice();
  };
}

TEST(PaxosTogether, ThreeProposers) {
  EXPLORE_NODES() {
    Group group(3);
    together({"proposer 0", proposes(group, 0, 10)}, {"proposer 1", proposes(group, 1, 20)},
             {"proposer 2", proposes(group, 2, 30)});
    group.expect_a_choice();
  };
}

TEST(PaxosTogether, RivalsOnBadLinksReturn) {
  EXPLORE_NODES() {
    const std::uint64_t seed = 1 + choose(30);
    Group group(
        3, {.delay_max = kRetryAfter * 2 / 5, .loss = 0.2, .duplication = 0.2, .seed = seed}, seed);
    together({"proposer 0", proposes(group, 0, 10)}, {"proposer 2", proposes(group, 2, 20)});
    group.expect_a_choice();
  };
}

// What a proposer asks node 1 second takes long, so that the other one's question comes before it:
// without a rest of random length each would disturb the other for ever.
TEST(PaxosTogether, RivalsThatDisturbEachOtherReturn) {
  EXPLORE_SCRIPT() {
    const auto every_second_is_slow = [](const Passage<PaxosMessage>& passage) -> Fate {
      if (passage.from + passage.to == 2 && passage.from != 1) return {.lost = true};
      const bool slow = passage.to == 1 && passage.number % 2 == 0;
      return {.delay = slow ? 85ms : 10ms};
    };
    Group group(3, every_second_is_slow, {}, 1 + choose(4));
    together({"proposer 0", proposes(group, 0, 10)}, {"proposer 2", proposes(group, 2, 20, 30ms)});
    group.expect_a_choice();
  };
}

// ---- Several threads use one node. ----

TEST(PaxosTogether, SeveralThreadsMayProposeOnOneNode) {
  EXPLORE_NODES() {
    Group group(2);
    std::vector<Answer> answers(2);
    together({"first", [&] { answers[0] = group.propose(0, 10); }},
             {"second", [&] { answers[1] = group.propose(0, 20); }});
    EXPECT_EQ(answers[0], answers[1]);
    group.expect_a_choice();
  };
}

TEST(PaxosTogether, ChosenMayBeAskedAtAnyTime) {
  EXPLORE_NODES() {
    Group group(2);
    const auto ask = [&] {
      const Answer before = group[0].chosen();
      const Answer after = group[0].chosen();
      if (before) {
        EXPECT_EQ(after, before) << "it was forgotten";
      }
      if (after) {
        EXPECT_EQ(after, Answer(7));
      }
    };
    together({"proposer", [&] { group.propose(0, 7); }}, {"asker", ask});
    EXPECT_EQ(group[0].chosen(), Answer(7));
  };
}

TEST(PaxosTogether, StopMayComeAtAnyTime) {
  EXPLORE_NODES() {
    Group group(2);
    const auto propose = [&] {
      const Answer answer = group.propose(0, 7);
      if (answer) {
        EXPECT_EQ(answer, Answer(7));
      }
    };
    const auto stop = [&] {
      group[0].stop();
      EXPECT_EQ(group[0].propose(8), Answer());
    };
    together({"proposer", propose}, {"stopper", stop});
  };
}

TEST(PaxosTogether, StopEndsEachOfSeveralProposes) {
  EXPLORE_NODES() {
    Group group(2);
    group.network.cut(0, 1);
    const auto stop = [&] {
      std::this_thread::sleep_for(kRetryAfter / 2);
      group[0].stop();
    };
    together({"first", [&] { EXPECT_EQ(group.propose(0, 10), Answer()); }},
             {"second", [&] { EXPECT_EQ(group.propose(0, 20), Answer()); }}, {"stopper", stop});
  };
}

TEST(PaxosTogether, TwoThreadsMayStopANode) {
  EXPLORE_NODES() {
    Net network(2);
    Store store;
    PaxosNode node(network.endpoint(0), 2, store, kRetryAfter, Random(1));
    const auto stop = [&] { node.stop(); };
    together({"first", stop}, {"second", stop});
    EXPECT_TRUE(network.endpoint(0).closed());
    EXPECT_EQ(interleave::threads_alive(), 1u);
  };
}

// ---- Faults and crashes anywhere ----

TEST(PaxosTogether, AnyTwoFaultsAreSurvived) {
  EXPLORE_WITH(.schedules_max = 80, .samples = 200, .steps_in_all_max = 200'000) {
    const FaultBudget budget{.losses = 2,
                             .late_copies = 1,
                             .delays = 2,
                             .in_all = 2,
                             .late = std::chrono::milliseconds(130)};
    Group group(3, Net::Faults(ChosenFaults(budget)));
    together({"proposer 0", proposes(group, 0, 10)}, {"proposer 2", proposes(group, 2, 20)});
    group.expect_a_choice();
  };
}

// Each node in turn, at each of its first saves, before and after it.
TEST(PaxosTogether, ACrashAtAnySaveIsSurvived) {
  EXPLORE_WITH(.schedules_max = 100, .samples = 200, .steps_in_all_max = 200'000) {
    const NodeId unlucky = choose(3);
    const int save = 1 + static_cast<int>(choose(4));
    const auto where = choose(2) == 0 ? Store::Moment::kBefore : Store::Moment::kAfter;
    Group group(3);
    group.crash_at_save(unlucky, save, where);
    const auto restart = [&] {
      std::this_thread::sleep_for(kRetryAfter / 2);
      group.restart(unlucky);
      group.propose(unlucky, 30);
    };
    together({"proposer 0", proposes(group, 0, 10)}, {"proposer 2", proposes(group, 2, 20, 1ms)},
             {"operator", restart});
    group.expect_a_choice();
  };
}

// All nodes are started anew, one after the other, while two propose on bad links.
TEST(PaxosTogether, RestartsOnBadLinks) {
  EXPLORE_NODES() {
    const std::uint64_t seed = 1 + choose(30);
    Group group(
        3, {.delay_max = kRetryAfter * 2 / 5, .loss = 0.2, .duplication = 0.2, .seed = seed}, seed);
    const auto restart = [&] {
      for (NodeId node = 0; node < 3; ++node) {
        std::this_thread::sleep_for(kRetryAfter * (1 + choose(2)));
        group.restart(node);
      }
      group.propose(0, 30);
    };
    together({"proposer 0", proposes(group, 0, 10)}, {"proposer 2", proposes(group, 2, 20)},
             {"operator", restart});
    group.expect_a_choice();
  };
}

}  // namespace
}  // namespace under_test
