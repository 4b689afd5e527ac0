#include "9_paxos_test.hpp"

#include <limits>
#include <thread>

#include "chosen_faults.hpp"

namespace under_test {
namespace {

// ---- One proposer ----

TEST(Paxos, NothingIsChosenAtFirst) {
  EXPLORE_NODES() {
    Group group(3);
    for (NodeId node = 0; node < 3; ++node) EXPECT_EQ(group[node].chosen(), Answer());
  };
}

TEST(Paxos, ALoneNodeChoosesItsValue) {
  EXPLORE_NODES() {
    Group group(1);
    EXPECT_EQ(group.propose(0, 7), Answer(7));
    EXPECT_EQ(group[0].chosen(), Answer(7));
    EXPECT_EQ(group.propose(0, 8), Answer(7)) << "it is chosen once";
  };
}

TEST(Paxos, ALoneProposerGetsItsValue) {
  EXPLORE_NODES() {
    Group group(3);
    const NodeId proposer = choose(3);
    EXPECT_EQ(group.propose(proposer, 7), Answer(7));
    EXPECT_EQ(group[proposer].chosen(), Answer(7)) << "it has just returned it";
    group.expect_agreement();
  };
}

TEST(Paxos, ALaterProposerGetsTheSameValue) {
  EXPLORE_NODES() {
    Group group(3);
    EXPECT_EQ(group.propose(0, 10), Answer(10));
    EXPECT_EQ(group.propose(2, 20), Answer(10));
    EXPECT_EQ(group.propose(0, 30), Answer(10));
    EXPECT_EQ(group.propose(1, 20), Answer(10));
    group.expect_agreement();
  };
}

TEST(Paxos, EveryIntIsAValue) {
  EXPLORE_NODES() {
    using Limits = std::numeric_limits<int>;
    const std::vector<int> values = {0, -1, Limits::min(), Limits::max()};
    const int value = values[choose(4)];
    Group group(2);
    EXPECT_EQ(group.propose(0, value), Answer(value));
    EXPECT_EQ(group.propose(1, 5), Answer(value));
  };
}

TEST(Paxos, AMajorityIsEnough) {
  EXPLORE_NODES() {
    const std::size_t size = choose(2) == 0 ? 3 : 5;
    Group group(size);
    for (NodeId down = size / 2 + 1; down < size; ++down) group[down].stop();
    EXPECT_EQ(group.propose(0, 7), Answer(7));
  };
}

TEST(Paxos, WithoutAMajorityAProposerWaits) {
  EXPLORE_SCRIPT() {
    const std::size_t size = 2 + choose(4);
    Group group(size);
    for (NodeId node = size / 2; node < size; ++node) group.network.isolate(node);
    for (NodeId node = 0; node < size / 2; ++node) {
      for (NodeId far = size / 2; far < size; ++far) group.network.cut(node, far);
    }
    std::atomic<bool> healed = false;
    const auto propose = [&] {
      EXPECT_EQ(group.propose(0, 7), Answer(7));
      EXPECT_TRUE(healed) << "half of the nodes, or fewer, cannot choose";
    };
    const auto heal = [&] {
      std::this_thread::sleep_for(10 * kRetryAfter);
      healed = true;
      group.network.heal();
    };
    together({"proposer", propose}, {"operator", heal});
  };
}

// A proposer waits for the answers up to 100 ms in each phase, and rests for no longer than that.
TEST(Paxos, WhoeverIsAnsweredInTimeIsDoneInTime) {
  EXPLORE_SCRIPT() {
    const Duration hop = std::chrono::milliseconds(10 + 35 * choose(2));
    Group group(3, {.delay_min = hop, .delay_max = hop});
    const Stopwatch watch;
    EXPECT_EQ(group.propose(0, 7), Answer(7));
    EXPECT_LE(watch.time(), Elapsed(2 * kRetryAfter)) << "two phases, each there and back";
  };
}

TEST(Paxos, OneLossCostsOneMoreTry) {
  EXPLORE_NODES() {
    Group group(2, Net::Faults(ChosenFaults({.losses = 1})));
    const Stopwatch watch;
    EXPECT_EQ(group.propose(0, 7), Answer(7));
    EXPECT_LE(watch.time(), Elapsed(2 * kRetryAfter)) << "it waits, rests, and tries again";
  };
}

TEST(Paxos, ANodeAnswersAlsoAfterALongTime) {
  EXPLORE_SCRIPT() {
    Group group(3);
    until_others_wait();
    EXPECT_EQ(group.propose(0, 7), Answer(7));
    until_others_wait();
    group.network.isolate(0);
    EXPECT_EQ(group.propose(2, 20), Answer(7));
  };
}

TEST(Paxos, AMessageMayBeThereBeforeTheNode) {
  EXPLORE_SCRIPT() {
    Net network(2);
    Store first_store;
    Store second_store;
    PaxosNode first(network.endpoint(0), 2, first_store, kRetryAfter, Random(1));
    const auto come = [&] {
      std::this_thread::sleep_for(kRetryAfter / 2);
      PaxosNode second(network.endpoint(1), 2, second_store, kRetryAfter, Random(2));
      std::this_thread::sleep_for(10 * kRetryAfter);
    };
    const auto propose = [&] {
      const Stopwatch watch;
      EXPECT_EQ(first.propose(7), Answer(7));
      EXPECT_LT(watch.time(), Elapsed(kRetryAfter)) << "the first message lay in the inbox";
    };
    together({"proposer", propose}, {"late one", come});
  };
}

TEST(Paxos, AMajorityHasSavedSomething) {
  EXPLORE_NODES() {
    Group group(3);
    group.propose(0, 7);
    std::size_t saved = 0;
    for (NodeId node = 0; node < 3; ++node) group[node].stop();
    for (const auto& life : group.lives) saved += life.store->load() ? 1 : 0;
    EXPECT_GE(saved, 2u) << "what was accepted must survive";
  };
}

// ---- Rest ----

TEST(Paxos, WhenAllIsDoneNobodySendsAnything) {
  EXPLORE_SCRIPT(.polling_forbidden = true) {
    Group group(3, Script());
    EXPECT_EQ(group.propose(0, 7), Answer(7));
    until_others_wait();
    const std::uint64_t sent = group.sent();
    until_others_wait();
    EXPECT_EQ(group.sent(), sent);
  };
}

TEST(Paxos, WhoWaitsForAMajoritySleeps) {
  EXPLORE_SCRIPT(.polling_forbidden = true) {
    Group group(2);
    group.network.cut(0, 1);
    const auto heal = [&] {
      std::this_thread::sleep_for(4 * kRetryAfter);
      group.network.heal();
    };
    together({"proposer", [&] { group.propose(0, 7); }}, {"operator", heal});
    group.expect_a_choice();
  };
}

// ---- The end ----

TEST(Paxos, StopEndsAPropose) {
  EXPLORE_NODES() {
    Group group(2);
    group.network.cut(0, 1);
    std::optional<Stopwatch> watch;
    const auto stop = [&] {
      std::this_thread::sleep_for(kRetryAfter / 2 + kRetryAfter * choose(3));
      watch.emplace();
      group[0].stop();
    };
    together({"proposer", [&] { EXPECT_EQ(group.propose(0, 7), Answer()); }}, {"stopper", stop});
    EXPECT_EQ(watch->time(), Elapsed(0ms)) << "stop() or propose() waited for a time to pass";
    const std::uint64_t sent = group.sent();
    until_others_wait();
    EXPECT_EQ(group.sent(), sent) << "a stopped node sends";
  };
}

TEST(Paxos, AStoppedNodeReturnsNothing) {
  EXPLORE_NODES() {
    Group group(3);
    if (choose(2) == 1) group.propose(0, 7);
    group[0].stop();
    EXPECT_EQ(group.propose(0, 8), Answer());
    EXPECT_EQ(group.propose(0, 7), Answer());
  };
}

TEST(Paxos, StopClosesTheEndpointAndJoins) {
  EXPLORE_NODES() {
    Net network(2);
    Store store;
    PaxosNode node(network.endpoint(0), 2, store, kRetryAfter, Random(1));
    EXPECT_FALSE(network.endpoint(0).closed());
    node.stop();
    EXPECT_TRUE(network.endpoint(0).closed());
    EXPECT_EQ(interleave::threads_alive(), 1u) << "a thread of the node still runs";
    node.stop();
  };
}

TEST(Paxos, TheDestructorStops) {
  EXPLORE_NODES() {
    Net network(1);
    Store store;
    {
      PaxosNode node(network.endpoint(0), 1, store, kRetryAfter, Random(1));
      node.propose(7);
    }
    EXPECT_TRUE(network.endpoint(0).closed());
    EXPECT_EQ(interleave::threads_alive(), 1u) << "a thread of the node still runs";
  };
}

TEST(Paxos, AClosedEndpointIsOpened) {
  EXPLORE_NODES() {
    Net network(2);
    Store first_store;
    Store second_store;
    network.endpoint(0).close();
    network.endpoint(1).close();
    PaxosNode first(network.endpoint(0), 2, first_store, kRetryAfter, Random(1));
    PaxosNode second(network.endpoint(1), 2, second_store, kRetryAfter, Random(2));
    EXPECT_EQ(first.propose(7), Answer(7));
  };
}

TEST(Paxos, ASecondStopTouchesNothing) {
  EXPLORE_NODES() {
    Net network(2);
    Store store;
    Store other_store;
    PaxosNode other(network.endpoint(1), 2, other_store, kRetryAfter, Random(2));
    auto node = std::make_unique<PaxosNode>(network.endpoint(0), 2, store, kRetryAfter, Random(1));
    node->stop();
    PaxosNode successor(network.endpoint(0), 2, store, kRetryAfter, Random(3));
    node->stop();
    node.reset();
    EXPECT_FALSE(network.endpoint(0).closed()) << "it is the successor's";
    EXPECT_EQ(successor.propose(7), Answer(7));
  };
}

TEST(Paxos, AnEndpointThatIsClosedMakesNobodySpin) {
  EXPLORE_SCRIPT() {
    Group group(2);
    const bool proposes_then = choose(2) == 1;
    group.network.endpoint(0).close();
    const auto propose = [&] {
      if (proposes_then) {
        EXPECT_EQ(group.propose(0, 7), Answer());
      }
    };
    const auto stop = [&] {
      std::this_thread::sleep_for(5 * kRetryAfter);
      group[0].stop();
    };
    together({"proposer", propose}, {"stopper", stop});
  };
}

}  // namespace
}  // namespace under_test
