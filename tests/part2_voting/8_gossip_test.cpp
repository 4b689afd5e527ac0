#include "8_gossip_test.hpp"

#include <limits>

namespace under_test {
namespace {

// ---- Alone: one node, whose neighbours do not answer. ----

TEST(Gossip, ANodeKnowsNothingAtFirst) {
  EXPLORE_NODES() {
    Cluster cluster(line_of(1));
    EXPECT_EQ(cluster[0].read(), Numbers());
  };
}

TEST(Gossip, WhatIsBroadcastIsKnownAtOnce) {
  EXPLORE_NODES() {
    Cluster cluster(line_of(1));
    const Stopwatch watch;
    cluster[0].broadcast(7);
    EXPECT_EQ(cluster[0].read(), Numbers{7});
    cluster[0].broadcast(-7);
    cluster[0].broadcast(7);
    EXPECT_EQ(cluster[0].read(), (Numbers{-7, 7}));
    EXPECT_EQ(watch.time(), Elapsed(0ms)) << "broadcast() waited for something";
  };
}

TEST(Gossip, BroadcastDoesNotWaitForAnAcknowledgement) {
  EXPLORE_NODES() {
    Gossip network(2);
    GossipNode node(network.endpoint(0), {1}, kRetryAfter);
    const Stopwatch watch;
    node.broadcast(7);
    EXPECT_EQ(watch.time(), Elapsed(0ms));
    EXPECT_EQ(node.read(), Numbers{7});
  };
}

TEST(Gossip, StopClosesTheEndpoint) {
  EXPLORE_NODES() {
    Gossip network(1);
    GossipNode node(network.endpoint(0), {}, kRetryAfter);
    EXPECT_FALSE(network.endpoint(0).closed());
    node.stop();
    EXPECT_TRUE(network.endpoint(0).closed());
    EXPECT_EQ(interleave::threads_alive(), 1u) << "a thread of the node still runs";
  };
}

TEST(Gossip, StoppingTwiceIsStoppingOnce) {
  EXPLORE_NODES() {
    Cluster cluster(line_of(2));
    cluster[0].stop();
    cluster[0].stop();
  };
}

TEST(Gossip, AStoppedNodeStillKnowsButTellsNothing) {
  EXPLORE_NODES() {
    Cluster cluster(line_of(2));
    cluster[0].broadcast(1);
    std::this_thread::sleep_for(1ms);
    cluster[0].stop();
    cluster[0].broadcast(2);
    EXPECT_EQ(cluster[0].read(), Numbers{1});
    until_others_wait();
    EXPECT_EQ(cluster.sent(0, 1), 1u) << "only the first one was to be told";
  };
}

TEST(Gossip, TheDestructorStops) {
  EXPLORE_NODES() {
    Gossip network(2);
    {
      GossipNode node(network.endpoint(0), {1}, kRetryAfter);
      node.broadcast(7);
    }
    EXPECT_TRUE(network.endpoint(0).closed());
    EXPECT_EQ(interleave::threads_alive(), 1u) << "a thread of the node still runs";
  };
}

TEST(Gossip, StopDoesNotWaitForTheNextTry) {
  EXPLORE_NODES() {
    Gossip network(2);
    GossipNode node(network.endpoint(0), {1}, kRetryAfter);
    node.broadcast(7);
    const Stopwatch watch;
    node.stop();
    EXPECT_EQ(watch.time(), Elapsed(0ms));
  };
}

// ---- Two nodes ----

TEST(Gossip, ANumberReachesTheNeighbour) {
  EXPLORE_NODES() {
    Cluster cluster(line_of(2));
    const NodeId source = choose(2);
    cluster[source].broadcast(7);
    std::this_thread::sleep_for(1ms);
    cluster.expect_all_know({7});
  };
}

TEST(Gossip, NumbersGoBothWays) {
  EXPLORE_NODES() {
    Cluster cluster(line_of(2));
    cluster[0].broadcast(1);
    cluster[1].broadcast(2);
    cluster[0].broadcast(3);
    std::this_thread::sleep_for(1ms);
    cluster.expect_all_know({1, 2, 3});
  };
}

TEST(Gossip, EveryIntIsANumber) {
  EXPLORE_NODES() {
    using Limits = std::numeric_limits<int>;
    Cluster cluster(line_of(2));
    for (int number : {0, -1, Limits::min(), Limits::max()}) cluster[0].broadcast(number);
    std::this_thread::sleep_for(1ms);
    cluster.expect_all_know({0, -1, Limits::min(), Limits::max()});
    cluster.expect_rest();
  };
}

TEST(Gossip, ALinkCarriesANumberOnceAndItsAcknowledgementOnce) {
  EXPLORE_NODES() {
    Cluster cluster(line_of(2));
    cluster[0].broadcast(1);
    cluster[0].broadcast(2);
    until_others_wait();
    EXPECT_EQ(cluster.sent(0, 1), 2u) << "numbers";
    EXPECT_EQ(cluster.sent(1, 0), 2u) << "acknowledgements";
  };
}

TEST(Gossip, TellingWhatIsKnownSendsNothing) {
  EXPLORE_NODES() {
    Cluster cluster(line_of(2));
    cluster[0].broadcast(7);
    cluster[0].broadcast(7);
    until_others_wait();
    cluster[0].broadcast(7);
    cluster[1].broadcast(7);
    cluster.expect_rest();
    EXPECT_EQ(cluster.sent(), 2u);
    cluster.expect_all_know({7});
  };
}

// A node without work sleeps until there is some.
TEST(Gossip, WhoHasNothingToDoSleeps) {
  EXPLORE_NODES(.polling_forbidden = true) {
    Cluster cluster(line_of(2));
    until_others_wait();
    cluster[0].broadcast(7);
    std::this_thread::sleep_for(1ms);
    cluster.expect_all_know({7});
    cluster.expect_rest();
  };
}

TEST(Gossip, AMessageMayBeThereBeforeTheNode) {
  EXPLORE_NODES() {
    Gossip network(2);
    GossipNode early(network.endpoint(0), {1}, kRetryAfter);
    early.broadcast(7);
    std::this_thread::sleep_for(kRetryAfter / 2);
    GossipNode late(network.endpoint(1), {0}, kRetryAfter);
    std::this_thread::sleep_for(1ms);
    EXPECT_EQ(late.read(), Numbers{7}) << "it lay in the inbox";
    until_others_wait();
    EXPECT_EQ(network.traffic(0, 1).sent.messages, 1u) << "it was acknowledged in time";
  };
}

// ---- Several nodes ----

TEST(Gossip, ANumberGoesFromNeighbourToNeighbour) {
  EXPLORE_NODES() {
    Cluster cluster(line_of(4), {.delay_min = 10ms, .delay_max = 10ms});
    const bool backwards = choose(2) == 1;
    cluster[backwards ? 3 : 0].broadcast(7);
    for (NodeId links = 0; links < 4; ++links) {
      std::this_thread::sleep_for(links == 0 ? 1ms : 10ms);
      for (NodeId node = 0; node < 4; ++node) {
        const NodeId away = backwards ? 3 - node : node;
        EXPECT_EQ(cluster[node].read(), away <= links ? Numbers{7} : Numbers()) << node;
      }
    }
    cluster.expect_rest();
  };
}

TEST(Gossip, NobodyTellsANumberToTheOneItCameFrom) {
  EXPLORE_NODES() {
    Cluster cluster(line_of(3));
    const NodeId source = choose(3);
    cluster[source].broadcast(7);
    cluster.expect_rest();
    EXPECT_EQ(cluster.sent(), 4u) << "each link carries the number once, its acknowledgement once";
    for (NodeId node = 0; node < 2; ++node) {
      EXPECT_EQ(cluster.sent(node, node + 1), 1u) << "from " << node << " up";
      EXPECT_EQ(cluster.sent(node + 1, node), 1u) << "from " << node + 1 << " down";
    }
    cluster.expect_all_know({7});
  };
}

TEST(Gossip, OnlyNeighboursAreToldAndNobodyTellsItself) {
  EXPLORE_NODES() {
    const Topology topology = line_of(4);
    Cluster cluster(topology);
    cluster[1].broadcast(1);
    cluster[3].broadcast(3);
    cluster.expect_rest();
    for (NodeId from = 0; from < 4; ++from) {
      for (NodeId to = 0; to < 4; ++to) {
        const bool linked = from + 1 == to || to + 1 == from;
        EXPECT_EQ(cluster.sent(from, to) > 0, linked) << "from " << from << " to " << to;
      }
    }
  };
}

TEST(Gossip, InACircleANumberComesToRest) {
  EXPLORE_NODES() {
    Cluster cluster(ring_of(3));
    cluster[choose(3)].broadcast(7);
    std::this_thread::sleep_for(1ms);
    cluster.expect_all_know({7});
    cluster.expect_rest();
    EXPECT_LE(cluster.sent(), 12u) << "no link carries more than the number twice, and two answers";
  };
}

TEST(Gossip, TwoThreadsForEachNodeWhateverItHasToDo) {
  EXPLORE_NODES() {
    Cluster cluster(star_of(6));
    cluster.network.isolate(0);
    cluster[1].broadcast(100);
    for (int number = 0; number < 5; ++number) cluster[0].broadcast(number);
    for (int look = 0; look < 4; ++look) {
      std::this_thread::sleep_for(kRetryAfter / 2);
      EXPECT_LE(interleave::threads_alive(), 1u + 2u * 6u) << "two threads for each node, and this";
    }
    cluster.network.heal();
    cluster.expect_rest();
    cluster.expect_all_know({0, 1, 2, 3, 4, 100});
  };
}

TEST(Gossip, NumbersOfAllNodesMeet) {
  EXPLORE_NODES() {
    Cluster cluster(star_of(4));
    for (NodeId node = 0; node < 4; ++node) cluster[node].broadcast(static_cast<int>(node));
    std::this_thread::sleep_for(1ms);
    cluster.expect_all_know({0, 1, 2, 3});
    cluster.expect_rest();
  };
}

}  // namespace
}  // namespace under_test
