// The tests of 2.8 that choose what the network does to which message.
#include "8_gossip_test.hpp"
#include "chosen_faults.hpp"

namespace under_test {
namespace {

// Expects tries at these times from node 0 to node 1, and no others.
void expect_tries(const Wire& wire, const std::vector<Elapsed>& times) {
  EXPECT_EQ(wire.times(0, 1), times) << "when node 0 has sent to node 1";
}

// ---- A number that is lost ----

TEST(GossipOverBadLinks, ALostNumberIsSentAgainWhenItsTimeHasCome) {
  EXPLORE_NODES() {
    const std::uint64_t losses = choose(4);
    const Wire wire(loses_the_first(losses, 0, 1));
    Cluster cluster(line_of(2), wire);
    cluster[0].broadcast(7);
    std::vector<Elapsed> tries;
    for (std::uint64_t i = 0; i <= losses; ++i) tries.push_back(i * kRetryAfter);
    cluster.expect_rest();
    expect_tries(wire, tries);
    cluster.expect_all_know({7});
  };
}

TEST(GossipOverBadLinks, TheTimeToTheNextTryIsExact) {
  EXPLORE_NODES() {
    const std::chrono::nanoseconds retry_after = choose(2) == 0 ? 1500us : 1'234'567'891ns;
    const Wire wire(loses_the_first(2, 0, 1));
    Cluster cluster(line_of(2), wire, retry_after);
    cluster[0].broadcast(7);
    cluster.expect_rest();
    expect_tries(wire, {0ms, retry_after, 2 * retry_after});
  };
}

// Two numbers that are told at different times, and a link that is cut. (A message that tells all
// that is not acknowledged yet is a try for the first number, too.)
TEST(GossipOverBadLinks, EachNumberHasItsOwnTimeToBeSentAgain) {
  EXPLORE_NODES() {
    Cluster cluster(line_of(2));
    cluster.network.cut(0, 1);
    cluster[0].broadcast(1);
    std::this_thread::sleep_for(kRetryAfter / 2);
    cluster[0].broadcast(2);
    std::this_thread::sleep_for(kRetryAfter / 4);  // At 75 ms.
    EXPECT_EQ(cluster.sent(0, 1), 2u) << "not before its time";
    std::this_thread::sleep_for(kRetryAfter / 2);  // At 125 ms.
    EXPECT_LE(cluster.sent(0, 1), 3u) << "the first one, and not the second";
    cluster.network.heal();
    std::this_thread::sleep_for(kRetryAfter / 2);  // At 175 ms.
    EXPECT_TRUE(cluster[1].read().contains(2));
    std::this_thread::sleep_for(kRetryAfter / 2);  // At 225 ms.
    EXPECT_EQ(cluster[1].read(), (Numbers{1, 2}));
    cluster.expect_rest();
  };
}

// Every 30 ms there is another number: that is no reason to put off the first one.
TEST(GossipOverBadLinks, NewNumbersDoNotPutOffTheNextTry) {
  EXPLORE_NODES() {
    Cluster cluster(line_of(2), Wire(loses_the_first(1, 0, 1)));
    for (int number = 1; number <= 5; ++number) {
      cluster[0].broadcast(number);
      std::this_thread::sleep_for(30ms);
    }
    EXPECT_TRUE(cluster[1].read().contains(1)) << "150 ms have passed since it was lost";
    cluster.expect_rest();
    cluster.expect_all_know({1, 2, 3, 4, 5});
  };
}

// Nor are they sent before their time because there is something else to do.
TEST(GossipOverBadLinks, WhatTheOtherSideTellsHurriesNothing) {
  EXPLORE_NODES() {
    Cluster cluster(line_of(3), Wire(loses_the_first(9, 1, 2)));
    cluster[1].broadcast(1);
    for (int number = 2; number <= 4; ++number) {
      std::this_thread::sleep_for(20ms);
      cluster[0].broadcast(number);
    }
    std::this_thread::sleep_for(20ms);
    EXPECT_EQ(cluster.sent(1, 2), 4u) << "each number once: no 100 ms have passed";
  };
}

// The clock on the wall is set while a number waits for its next try.
TEST(GossipOverBadLinks, TheWallClockDoesNotMatter) {
  EXPLORE_NODES() {
    const Wire wire(loses_the_first(2, 0, 1));
    Cluster cluster(line_of(2), wire);
    cluster[0].broadcast(7);
    std::this_thread::sleep_for(kRetryAfter / 2);
    interleave::move_wall_clock(choose(2) == 0 ? 1h : -1h);
    std::this_thread::sleep_for(kRetryAfter * 2);
    expect_tries(wire, {0ms, kRetryAfter, 2 * kRetryAfter});
  };
}

TEST(GossipOverBadLinks, NothingIsLostInALongCut) {
  EXPLORE_NODES() {
    Cluster cluster(line_of(2));
    cluster.network.cut(0, 1);
    cluster[0].broadcast(1);
    cluster[1].broadcast(2);
    std::this_thread::sleep_for(50 * kRetryAfter + kRetryAfter / 2);
    EXPECT_EQ(cluster[1].read(), Numbers{2});
    EXPECT_EQ(cluster.sent(0, 1), 51u) << "one try each time, as often as it takes";
    cluster.network.heal();
    std::this_thread::sleep_for(kRetryAfter / 2 + 1ms);
    cluster.expect_all_know({1, 2});
    cluster.expect_rest();
  };
}

// The second number does not wait for the acknowledgement of the first.
TEST(GossipOverBadLinks, ANumberTakesNoLongerThanItsLinks) {
  EXPLORE_NODES() {
    Cluster cluster(line_of(3), {.delay_min = 10ms, .delay_max = 10ms});
    for (int number : {1, 2, 3}) cluster[0].broadcast(number);
    std::this_thread::sleep_for(21ms);
    cluster.expect_all_know({1, 2, 3});
    cluster.expect_rest();
  };
}

TEST(GossipOverBadLinks, WhoWaitsForTheNextTrySleeps) {
  EXPLORE_NODES(.polling_forbidden = true) {
    Cluster cluster(line_of(2), Wire(loses_the_first(3, 0, 1)));
    cluster[0].broadcast(7);
    cluster.expect_rest();
    cluster.expect_all_know({7});
  };
}

// Whoever sends again may have had nothing to do for hours.
TEST(GossipOverBadLinks, ALossAfterALongRestIsNoticed) {
  EXPLORE_NODES() {
    Cluster cluster(line_of(2), Wire([](const Passage<GossipMessage>& passage) {
                      return Fate{.lost = passage.from == 0 && passage.number == 2};
                    }));
    cluster[0].broadcast(1);
    cluster.expect_rest();
    cluster[0].broadcast(2);
    std::this_thread::sleep_for(kRetryAfter + 1ms);
    cluster.expect_all_know({1, 2});
    cluster.expect_rest();
  };
}

// ---- An acknowledgement that is lost, late, or for something else ----

TEST(GossipOverBadLinks, ANumberIsAcknowledgedEachTimeItComes) {
  EXPLORE_NODES() {
    const std::uint64_t losses = choose(3);
    const Wire wire(loses_the_first(losses, 1, 0));
    Cluster cluster(line_of(2), wire);
    cluster[0].broadcast(7);
    std::vector<Elapsed> tries;
    for (std::uint64_t i = 0; i <= losses; ++i) tries.push_back(i * kRetryAfter);
    cluster.expect_rest();
    expect_tries(wire, tries);
    EXPECT_EQ(wire.times(1, 0), tries) << "when node 1 has answered";
  };
}

TEST(GossipOverBadLinks, ALateAcknowledgementCounts) {
  EXPLORE_NODES() {
    const auto delay = kRetryAfter * 3 / 4;  // There and back takes longer than to the next try.
    Cluster cluster(line_of(2), {.delay_min = delay, .delay_max = delay});
    cluster[0].broadcast(7);
    cluster.expect_rest();
    cluster.expect_all_know({7});
    EXPECT_EQ(cluster.sent(0, 1), 2u) << "one more try, at 100 ms, before the answer at 150 ms";
    EXPECT_EQ(cluster.sent(1, 0), 2u);
  };
}

TEST(GossipOverBadLinks, AnAcknowledgementCountsForItsNumberOnly) {
  EXPLORE_NODES() {
    const std::uint64_t lost = 1 + choose(3);
    Cluster cluster(line_of(2), Wire([lost](const Passage<GossipMessage>& passage) {
                      return Fate{.lost = passage.from == 0 && passage.number == lost};
                    }));
    for (int number : {1, 2, 3}) cluster[0].broadcast(number);
    cluster.expect_rest();
    cluster.expect_all_know({1, 2, 3});
    EXPECT_LE(cluster.sent(0, 1), 4u) << "only the lost one is sent again";
  };
}

TEST(GossipOverBadLinks, AnOldAcknowledgementDoesNotCountForALaterNumber) {
  EXPLORE_NODES() {
    const Wire wire([](const Passage<GossipMessage>& passage) {
      return Fate{.lost = passage.from == 0 && passage.number == 2};
    });
    Cluster cluster(line_of(2), wire);
    cluster[0].broadcast(1);
    std::this_thread::sleep_for(1ms);
    cluster[0].broadcast(2);
    cluster.network.endpoint(1).send(0, wire.copy_of(1, 0, 1));  // A late copy.
    cluster.expect_rest();
    cluster.expect_all_know({1, 2});
  };
}

TEST(GossipOverBadLinks, AnAcknowledgementCountsForItsNeighbourOnly) {
  EXPLORE_NODES() {
    const NodeId unlucky = 1 + choose(2);
    Cluster cluster(star_of(3), Wire(loses_the_first(1, 0, unlucky)));
    cluster[0].broadcast(7);
    cluster.expect_rest();
    cluster.expect_all_know({7});
    EXPECT_EQ(cluster.sent(0, unlucky), 2u);
    EXPECT_EQ(cluster.sent(0, 3 - unlucky), 1u) << "it has acknowledged";
  };
}

// ---- Copies ----

TEST(GossipOverBadLinks, ACopyIsAcknowledgedAndNotToldOn) {
  EXPLORE_NODES() {
    const std::chrono::milliseconds late = choose(2) == 0 ? 0ms : 300ms;
    Cluster cluster(line_of(3), Wire([late](const Passage<GossipMessage>& passage) {
                      return Fate{.doubled = passage.from == 0, .second_delay = late};
                    }));
    cluster[0].broadcast(7);
    cluster.expect_rest();
    cluster.expect_all_know({7});
    EXPECT_EQ(cluster.sent(0, 1), 1u);
    EXPECT_EQ(cluster.sent(1, 2), 1u) << "a copy is no news";
    EXPECT_EQ(cluster.sent(1, 0), 2u) << "each copy is answered once";
  };
}

// A copy of everything comes once more, long after all is acknowledged.
TEST(GossipOverBadLinks, OldCopiesStartNothing) {
  EXPLORE_NODES() {
    const Wire wire(nothing_is_lost);
    Cluster cluster(line_of(3), wire);
    cluster[0].broadcast(7);
    until_others_wait();
    const std::uint64_t before = cluster.sent();
    for (NodeId node = 0; node < 2; ++node) {
      cluster.network.endpoint(node).send(node + 1, wire.copy_of(node, node + 1, 1));
      cluster.network.endpoint(node + 1).send(node, wire.copy_of(node + 1, node, 1));
    }
    cluster.expect_rest();
    EXPECT_LE(cluster.sent(), before + 4 + 2) << "the four copies, and answers to the two numbers";
    cluster.expect_all_know({7});
  };
}

// ---- One bad link among good ones ----

TEST(GossipOverBadLinks, ANeighbourThatIsCutOffHoldsUpNobodyElse) {
  EXPLORE_NODES() {
    const NodeId cut_off = 1 + choose(3);
    Cluster cluster(star_of(4));
    cluster.network.cut(0, cut_off);
    cluster[0].broadcast(1);
    std::this_thread::sleep_for(kRetryAfter * 5 / 2);
    cluster[0].broadcast(2);
    std::this_thread::sleep_for(1ms);
    for (NodeId node = 1; node < 4; ++node) {
      EXPECT_EQ(cluster[node].read(), node == cut_off ? Numbers() : (Numbers{1, 2})) << node;
      EXPECT_EQ(cluster.sent(0, node), node == cut_off ? 4u : 2u) << "to " << node;
    }
    cluster.network.heal();
    cluster.expect_rest();
    cluster.expect_all_know({1, 2});
  };
}

// The one that tells on is the one that tries again: the source knows nothing of this link.
TEST(GossipOverBadLinks, WhoTellsOnTriesAgainToo) {
  EXPLORE_NODES() {
    Cluster cluster(line_of(3), Wire(loses_the_first(2, 1, 2)));
    cluster[0].broadcast(7);
    cluster.expect_rest();
    cluster.expect_all_know({7});
    EXPECT_EQ(cluster.sent(0, 1), 1u) << "that link is good";
    EXPECT_EQ(cluster.sent(1, 2), 3u);
  };
}

TEST(GossipOverBadLinks, NewsGoesTheOtherWayRoundACut) {
  EXPLORE_NODES() {
    Cluster cluster(ring_of(4), {.delay_min = 10ms, .delay_max = 10ms});
    cluster.network.cut(0, 1);
    cluster[0].broadcast(7);
    std::this_thread::sleep_for(31ms);
    cluster.expect_all_know({7});
    cluster.network.heal();
    cluster.expect_rest();
  };
}

TEST(GossipOverBadLinks, ACutOfOneDirectionIsSurvived) {
  EXPLORE_NODES() {
    const NodeId from = choose(2);
    Cluster cluster(line_of(2));
    cluster.network.cut_one_way(from, 1 - from);
    cluster[0].broadcast(7);
    std::this_thread::sleep_for(kRetryAfter * 5 / 2);
    EXPECT_EQ(cluster[1].read(), from == 0 ? Numbers() : Numbers{7});
    cluster.network.heal();
    std::this_thread::sleep_for(kRetryAfter / 2 + 1ms);
    cluster.expect_all_know({7});
    cluster.expect_rest();
  };
}

// ---- Any fault that a budget allows, at any message ----

TEST(GossipOverBadLinks, AnyTwoFaultsAreSurvived) {
  EXPLORE_THREADS() {
    const FaultBudget budget{.losses = 2,
                             .copies = 1,
                             .late_copies = 1,
                             .delays = 1,
                             .overtakings = 1,
                             .in_all = 2,
                             .late = kRetryAfter * 3 / 2};
    Cluster cluster(line_of(3), Gossip::Faults(ChosenFaults(budget)));
    cluster[0].broadcast(1);
    cluster[2].broadcast(2);
    std::this_thread::sleep_for(kRetryAfter * 5);
    cluster.expect_all_know({1, 2});
    cluster.expect_rest();
  };
}

TEST(GossipOverBadLinks, VeryBadLinksAreSurvived) {
  EXPLORE_NODES() {
    Cluster cluster(ring_of(3), {.delay_max = kRetryAfter,
                                 .loss = 0.3,
                                 .duplication = 0.3,
                                 .overtaking = 0.3,
                                 .seed = 1 + choose(16)});
    for (NodeId node = 0; node < 3; ++node) cluster[node].broadcast(static_cast<int>(node));
    cluster.expect_rest();
    cluster.expect_all_know({0, 1, 2});
  };
}

TEST(GossipOverBadLinks, WhatFindsNoRoomIsSentAgain) {
  EXPLORE_NODES() {
    Cluster cluster(line_of(2), {.inbox_capacity = 1});
    for (int number : {1, 2, 3}) cluster[0].broadcast(number);
    cluster.expect_rest();
    cluster.expect_all_know({1, 2, 3});
  };
}

}  // namespace
}  // namespace under_test
