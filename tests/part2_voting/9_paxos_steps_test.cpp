// A test for each step of "Paxos Made Simple" (section 2.2): one node has to do the right thing at
// one moment, and a script plays all others around it. Each test says what may go wrong.
#include "9_paxos_test.hpp"

namespace under_test {
namespace {

constexpr NodeId kAny = Script::kAny;

// ---- A proposer selects a number: higher than before, and nobody else's. ----

// Both ask node 1 at the same time, and do not hear of each other. With one number for both, both
// would be promised what they ask for, and both values be accepted.
TEST(PaxosNumbers, TwoProposersNeverShareANumber) {
  EXPLORE_NODES() {
    Group group(3, Script().cut(0, 2, {0ms, 5s}), {20s, 20s, 20s});
    together({"proposer 0", proposes(group, 0, 10)}, {"proposer 2", proposes(group, 2, 20)});
    group.expect_a_choice();
  };
}

// Node 0 asks node 1 to accept 10, and is stopped then. It comes back and proposes 20. A late copy
// of an old promise must not count for its new number.
TEST(PaxosNumbers, ANumberIsNotUsedAgainAfterARestart) {
  EXPLORE_SCRIPT() {
    Script script;
    script.lose(0, 2, {0ms, 50ms}).lose(0, 1, {22ms, 3s}).lose(1, 0, {22ms, 200ms});
    script.lose(1, 0, {900ms, 3s}).cut(0, 2, {900ms, 3s});
    script.slow(2, 1, {900ms, 3s}, choose(2) == 0 ? 5ms : 15ms);
    std::mutex mutex;
    std::optional<PaxosMessage> promise;
    const auto keep_the_first = [&, script](const Passage<PaxosMessage>& passage) {
      std::lock_guard lock(mutex);
      if (passage.from == 1 && passage.to == 0 && !promise) promise.emplace(passage.message);
      return script(passage);
    };
    Group group(3, keep_the_first, {5s, kRetryAfter, kRetryAfter});
    const auto replay = [&] {
      std::this_thread::sleep_for(25ms);
      group.restart(0);
      std::this_thread::sleep_for(180ms);
      std::unique_lock lock(mutex);
      ASSERT_TRUE(promise.has_value()) << "node 0 has asked nobody";
      const PaxosMessage copy = *promise;
      lock.unlock();
      group.network.endpoint(1).send(0, copy);
    };
    together({"first life", proposes(group, 0, 10)}, {"operator", replay},
             {"second life", proposes(group, 0, 20, 200ms)},
             {"proposer 1", proposes(group, 1, 30, 1s)});
    group.expect_a_choice();
  };
}

// ---- Phase 1(b): an acceptor promises, and says what it has accepted. ----

// The promise to the one with the higher number is on its way when the lower one asks.
TEST(PaxosPhase1b, NoPromiseForALowerNumber) {
  EXPLORE_NODES() {
    const NodeId slow = choose(2) == 0 ? 0 : 2;
    const NodeId fast = 2 - slow;
    Script script;
    script.cut(0, 2, {0ms, 8s}).slow(slow, 1, {0ms, 5ms}, 50ms).hold(1, fast, {0ms, 30ms}, 5s);
    Group group(3, script, {20s, 20s, 20s});
    together({"proposer 0", proposes(group, 0, 10)}, {"proposer 2", proposes(group, 2, 20)});
    group.expect_a_choice();
  };
}

// 10 is chosen, whether node 0 learns it or not. Then node 0 is cut off.
TEST(PaxosPhase1b, AnAcceptedValueIsReported) {
  EXPLORE_SCRIPT() {
    Script script;
    if (choose(2) == 1) script.lose(1, 0, {25ms, 3s});
    script.cut(0, 2, {0ms, 3s}).cut(0, 1, {1s, 3s});
    Group group(3, script, {5s, kRetryAfter, kRetryAfter});
    together({"proposer 0", proposes(group, 0, 10)}, {"proposer 2", proposes(group, 2, 20, 1s)});
    group.expect_a_choice();
    EXPECT_EQ(group.learned, std::set{10}) << "a majority had accepted 10 at 30 ms";
  };
}

// 20 is chosen by nodes 0 and 1. Then node 1 has promised something very high, to itself: when node
// 2 asks with a lower number, it refuses, and node 2 must not go on without having heard of 20.
TEST(PaxosPhase1b, ARefusalIsNoPromise) {
  EXPLORE_SCRIPT() {
    Script script;
    script.cut(0, 2, {0ms, 950ms}).cut(1, 2, {0ms, 950ms}).cut(0, 1, {35ms, 8s});
    script.slow(0, 2, {950ms, 8s}, 50ms);
    Group group(3, script);
    const auto restart = [&] {
      std::this_thread::sleep_for(900ms);
      group.restart(1);
    };
    together({"proposer 0", proposes(group, 0, 20)}, {"proposer 1", proposes(group, 1, 30, 100ms)},
             {"operator", restart}, {"proposer 2", proposes(group, 2, 10, 1s)});
    group.expect_a_choice();
    EXPECT_EQ(group.learned, std::set{20});
  };
}

// The one that must not forget is started anew in between. It is the proposer's own acceptor, or
// another one.
TEST(PaxosPhase1b, AnAcceptedValueSurvivesARestart) {
  EXPLORE_SCRIPT() {
    const NodeId keeper = choose(2);
    Script script;
    script.cut(0, 2, {0ms, 900ms}).cut(0, 1, {900ms, 3s}).cut(1 - keeper, 2, {900ms, 3s});
    Group group(3, script);
    const auto restart = [&] {
      std::this_thread::sleep_for(500ms);
      group.restart(keeper);
    };
    together({"proposer 0", proposes(group, 0, 10)}, {"operator", restart},
             {"proposer 2", proposes(group, 2, 20, 1s)});
    group.expect_a_choice();
    EXPECT_EQ(group.learned, std::set{10}) << "it was returned before the restart";
  };
}

// Node 1 has promised to ignore the lower number of node 0, and is started anew.
TEST(PaxosPhase1b, APromiseSurvivesARestart) {
  EXPLORE_SCRIPT() {
    Script script;
    script.cut(0, 2, {0ms, 8s}).hold(1, 0, {0ms, 500ms}, 3s).hold(1, 2, {1s, 1500ms}, 5s);
    Group group(3, script, {20s, 20s, 20s});
    const auto restart = [&] {
      std::this_thread::sleep_for(2s);
      group.restart(1);
    };
    together({"proposer 0", proposes(group, 0, 10)}, {"operator", restart},
             {"proposer 2", proposes(group, 2, 20, 1s)});
    group.expect_a_choice();
  };
}

// Node 1 crashes when it is about to save its second promise, that to node 0. Then nobody may have
// heard of it.
TEST(PaxosPhase1b, APromiseIsSavedBeforeItIsGiven) {
  EXPLORE_SCRIPT() {
    Script script;
    script.lose(0, 2, {0ms, 50ms}).hold(1, 2, {0ms, 50ms}, 1s).cut(0, 2, {50ms, 8s});
    script.hold(0, 1, {115ms, 500ms}, 2s);
    Group group(3, script, {20s, 20s, 20s});
    group.crash_at_save(1, 1 + static_cast<int>(choose(3)), Store::Moment::kBefore);
    const auto restart = [&] {
      std::this_thread::sleep_for(200ms);
      group.restart(1);
    };
    together({"proposer 0", proposes(group, 0, 10, 100ms)}, {"operator", restart},
             {"proposer 2", proposes(group, 2, 20)});
    group.expect_a_choice();
  };
}

// ---- Phase 2(a): a proposer with a majority of promises asks to accept a value. ----

// Two values have been accepted: 20 by a majority, the other one, with a lower number, by node 0
// alone. Node 4 hears of both, in either order.
TEST(PaxosPhase2a, TheValueWithTheHighestNumberIsTaken) {
  EXPLORE_SCRIPT() {
    const int other = choose(2) == 0 ? 10 : 50;
    const bool zero_is_first = choose(2) == 0;
    Script script;
    script.lose(0, kAny, {15ms, 1s}).lose(kAny, 0, {90ms, 1s});
    script.lose(4, kAny, {90ms, 1s}).lose(kAny, 4, {90ms, 1s});
    script.cut(4, 2, {1s, 3s}).cut(4, 3, {1s, 3s});
    script.slow(0, 4, {1s, 3s}, zero_is_first ? 5ms : 15ms);
    Group group(5, script, {30s});
    together({"proposer 0", proposes(group, 0, other)},
             {"proposer 1", proposes(group, 1, 20, 100ms)},
             {"proposer 4", proposes(group, 4, 30, 1s)});
    group.expect_a_choice();
  };
}

// Two threads of node 0 propose at the same time. With one number, a node asks for one value: of
// what it asks in phase 2, only the first message arrives at each of the others.
TEST(PaxosPhase2a, ANumberHasOneValue) {
  EXPLORE_NODES() {
    Script script;
    script.only_one(0, 1, {15ms, 200ms}).only_one(0, 2, {15ms, 200ms});
    script.cut(0, 1, {900ms, 3s}).cut(0, 2, {900ms, 3s});
    Group group(3, script);
    together({"first thread", proposes(group, 0, 10)}, {"second thread", proposes(group, 0, 20)},
             {"proposer 2", proposes(group, 2, 30, 1s)});
    group.expect_a_choice();
  };
}

// The network falls into two parts, each with a proposer.
TEST(PaxosPhase2a, HalfOfTheNodesIsNoMajority) {
  EXPLORE_SCRIPT() {
    const std::size_t size = 2 + choose(4);
    Script script;
    for (NodeId left = 0; left < size / 2; ++left) {
      for (NodeId right = size / 2; right < size; ++right) script.cut(left, right, {0ms, 1s});
    }
    Group group(size, script);
    together({"proposer on the left", proposes(group, 0, 10)},
             {"proposer on the right", proposes(group, size - 1, 20)});
    group.expect_a_choice();
  };
}

// Two of five hear each other, and each answer comes twice. The other three choose 20.
TEST(PaxosPhase2a, ACopyOfAPromiseIsNoSecondPromise) {
  EXPLORE_SCRIPT() {
    Script script;
    for (NodeId left : {0, 1}) {
      for (NodeId right : {2, 3, 4}) script.cut(left, right, {0ms, 1s});
    }
    script.twice(kAny, kAny, {0ms, 1s}, 15ms);
    Group group(5, script);
    together({"proposer 0", proposes(group, 0, 10, 100ms)}, {"proposer 3", proposes(group, 3, 20)});
    group.expect_a_choice();
  };
}

// Promises of node 1 reach node 0 when it has a higher number, which node 1 has not heard of.
// Meanwhile 20 was chosen.
TEST(PaxosPhase2a, ALatePromiseDoesNotCountForAHigherNumber) {
  EXPLORE_SCRIPT() {
    const Duration heal = std::chrono::milliseconds(4'000 + 40 * choose(4));
    Script script;
    script.cut(0, 2, {0ms, 8s}).slow(1, 0, {0ms, 950ms}, 4s).cut(0, 1, {950ms, heal});
    script.slow(1, 0, {heal, 8s}, 80ms);
    Group group(3, script);
    together({"proposer 0", proposes(group, 0, 10)}, {"proposer 2", proposes(group, 2, 20, 1s)});
    group.expect_a_choice();
  };
}

// ---- Phase 2(b): an acceptor accepts, unless it has promised not to. ----

// What node 0 asks node 1 to accept comes late: 20 is chosen with a higher number by then.
TEST(PaxosPhase2b, APromiseIsKept) {
  EXPLORE_SCRIPT() {
    Script script;
    script.cut(0, 2, {0ms, 8s}).hold(0, 1, {15ms, 500ms}, 1s);
    Group group(3, script, {10s, kRetryAfter, kRetryAfter});
    together({"proposer 0", proposes(group, 0, 10)}, {"proposer 2", proposes(group, 2, 20, 100ms)});
    group.expect_a_choice();
  };
}

// Node 0 may ask to accept 10 when its own acceptor has already accepted 20, with a higher number.
TEST(PaxosPhase2b, TheOwnAcceptorKeepsItsPromiseToo) {
  EXPLORE_SCRIPT() {
    Script script;
    script.cut(1, 2, {0ms, 8s}).cut(0, 2, {0ms, 50ms}).lose(2, 0, {135ms, 8s});
    script.hold(1, 0, {0ms, 50ms}, 1s);
    Group group(3, script, {10s, kRetryAfter, kRetryAfter});
    together({"proposer 0", proposes(group, 0, 10)}, {"proposer 2", proposes(group, 2, 20, 100ms)});
    group.expect_a_choice();
  };
}

// Node 1 has not heard of the number with which it accepts 20, and has promised a lower one to node
// 0. What node 0 asks with that comes late.
TEST(PaxosPhase2b, AnAcceptanceIsAPromiseToo) {
  EXPLORE_SCRIPT() {
    Script script;
    script.lose(0, 4, {0ms, 8s}).hold(0, 1, {15ms, 100ms}, 1s);
    for (NodeId other : {2, 3}) script.lose(0, other, {15ms, 1500ms});
    script.cut(0, 2, {1500ms, 8s}).lose(4, 0, {0ms, 8s});
    script.lose(4, 1, {0ms, 115ms}).lose(4, 3, {115ms, 8s});
    Group group(5, script, {1900ms, kRetryAfter, kRetryAfter, kRetryAfter, 20s});
    together({"proposer 0", proposes(group, 0, 10)}, {"proposer 4", proposes(group, 4, 20, 100ms)});
    group.expect_a_choice();
  };
}

// Node 1 crashes at one of its saves, and is cut off from node 0 when it comes back. If it has told
// node 0 that it accepts 10, it still knows that.
TEST(PaxosPhase2b, AnAcceptanceIsSavedBeforeItIsTold) {
  EXPLORE_SCRIPT() {
    Script script;
    script.cut(0, 2, {0ms, 3s}).cut(0, 1, {150ms, 3s});
    Group group(3, script, {5s, kRetryAfter, kRetryAfter});
    const int save = 1 + static_cast<int>(choose(2));
    group.crash_at_save(1, save, choose(2) == 0 ? Store::Moment::kBefore : Store::Moment::kAfter);
    const auto restart = [&] {
      std::this_thread::sleep_for(200ms);
      group.restart(1);
    };
    together({"proposer 0", proposes(group, 0, 10)}, {"operator", restart},
             {"proposer 2", proposes(group, 2, 20, 300ms)});
    group.expect_a_choice();
  };
}

// ---- Learning: a value is chosen when a majority has accepted it with one number. ----

// Of five, only node 1 accepts what node 0 asks for, and its answer comes twice.
TEST(PaxosLearning, ACopyOfAnAcceptanceIsNoSecondAcceptance) {
  EXPLORE_SCRIPT() {
    Script script;
    for (NodeId other : {2, 3, 4}) script.lose(0, other, {15ms, 1s}).lose(1, other, {90ms, 1s});
    script.twice(1, 0, {25ms, 90ms}, 15ms).lose(kAny, 0, {90ms, 1s}).lose(kAny, 1, {90ms, 1s});
    Group group(5, script, {10s});
    together({"proposer 0", proposes(group, 0, 10)}, {"proposer 3", proposes(group, 3, 20, 100ms)});
    group.expect_a_choice();
  };
}

// Node 1 has accepted 10 with the first number of node 0, and tells it late, when node 0 has asked
// with its second number, which node 2 alone accepts. Between the two, node 4 has accepted 20.
TEST(PaxosLearning, ALateAcceptanceDoesNotCountForAHigherNumber) {
  EXPLORE_SCRIPT() {
    Script script;
    script.cut(0, 4, {0ms, 12s}).lose(0, 1, {25ms, 12s}).lose(0, 2, {15ms, 1s});
    script.lose(0, 3, {15ms, 1s}).only_one(0, 3, {1s, 12s});
    script.hold(1, 0, {25ms, 100ms}, 2050ms).lose(1, 0, {100ms, 12s}).cut(1, 4, {0ms, 2700ms});
    script.lose(4, 2, {310ms, 12s}).lose(2, 4, {1s, 12s}).lose(4, 3, {310ms, 2700ms});
    Group group(5, script, {1s, kRetryAfter, kRetryAfter, kRetryAfter, 2500ms});
    together({"proposer 0", proposes(group, 0, 10)}, {"proposer 4", proposes(group, 4, 20, 300ms)});
    group.expect_a_choice();
  };
}

// Node 0 stops in the middle of what it does, and comes back much later.
TEST(PaxosLearning, AProposerThatStopsMidwayLeavesOneValueAtMost) {
  EXPLORE_SCRIPT() {
    const Duration end = std::chrono::milliseconds(5 + 10 * choose(5));
    Script script;
    if (choose(2) == 1) script.lose(0, 2, {15ms, 200ms});
    Group group(3, script);
    const auto restart = [&] {
      std::this_thread::sleep_for(end);
      group[0].stop();
      std::this_thread::sleep_for(1s);
      group.restart(0);
    };
    together({"first life", proposes(group, 0, 10)}, {"operator", restart},
             {"proposer 2", proposes(group, 2, 20, 100ms)},
             {"second life", proposes(group, 0, 30, 2s)});
    group.expect_a_choice();
  };
}

}  // namespace
}  // namespace under_test
