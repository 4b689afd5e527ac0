// The tests of 2.8 in which several threads use one node.
#include <cstddef>
#include <thread>

#include "8_gossip_test.hpp"

namespace under_test {
namespace {

TEST(GossipTogether, SeveralThreadsMayBroadcastAndRead) {
  EXPLORE_THREADS() {
    Cluster cluster(line_of(2));
    const auto tell = [&](int number) {
      return [&cluster, number] {
        cluster[0].broadcast(number);
        EXPECT_TRUE(cluster[0].read().contains(number)) << "a thread finds what it has told";
      };
    };
    together({"first", tell(1)}, {"second", tell(2)});
    std::this_thread::sleep_for(1ms);
    cluster.expect_all_know({1, 2});
    EXPECT_EQ(cluster.sent(0, 1), 2u);
    cluster.expect_rest();
  };
}

TEST(GossipTogether, TwoThreadsThatTellTheSameTellItOnce) {
  EXPLORE_THREADS() {
    Cluster cluster(line_of(2));
    const auto tell = [&] { cluster[0].broadcast(7); };
    together({"first", tell}, {"second", tell});
    cluster.expect_rest();
    cluster.expect_all_know({7});
    EXPECT_EQ(cluster.sent(0, 1), 1u);
    EXPECT_EQ(cluster.sent(1, 0), 1u);
  };
}

// The number that both tell crosses itself on the way.
TEST(GossipTogether, BothEndsOfALinkMayTellTheSameAtOnce) {
  EXPLORE_THREADS() {
    Cluster cluster(line_of(2));
    together({"first", [&] { cluster[0].broadcast(7); }},
             {"second", [&] { cluster[1].broadcast(7); }});
    cluster.expect_rest();
    cluster.expect_all_know({7});
    EXPECT_LE(cluster.sent(), 4u) << "the number twice, and two answers";
  };
}

TEST(GossipTogether, ReadMayComeWhileNumbersArrive) {
  EXPLORE_THREADS() {
    Cluster cluster(line_of(2));
    const auto read = [&] {
      const std::size_t before = cluster[1].read().size();
      EXPECT_GE(cluster[1].read().size(), before) << "a number was forgotten";
    };
    const auto tell = [&] {
      cluster[0].broadcast(1);
      cluster[0].broadcast(2);
    };
    together({"reader", read}, {"teller", tell});
    std::this_thread::sleep_for(1ms);
    cluster.expect_all_know({1, 2});
  };
}

TEST(GossipTogether, ANodeMayTellWhileItHears) {
  EXPLORE_THREADS() {
    Cluster cluster(line_of(3));
    together({"one end", [&] { cluster[0].broadcast(1); }},
             {"middle", [&] { cluster[1].broadcast(2); }},
             {"other end", [&] { cluster[2].broadcast(3); }});
    std::this_thread::sleep_for(1ms);
    cluster.expect_all_know({1, 2, 3});
    EXPECT_EQ(cluster.sent(), 3u * 4u);
    cluster.expect_rest();
  };
}

TEST(GossipTogether, WakingWithoutReasonSendsNothing) {
  EXPLORE_THREADS(.spurious_wakeups_max = 1) {
    const Wire wire(loses_the_first(1, 0, 1));
    Cluster cluster(line_of(2), wire);
    cluster[0].broadcast(7);
    cluster.expect_rest();
    cluster.expect_all_know({7});
    EXPECT_EQ(wire.times(0, 1), (std::vector<Elapsed>{0ms, kRetryAfter}));
  };
}

// ---- The end ----

TEST(GossipTogether, StopMayComeAtAnyTime) {
  EXPLORE_THREADS() {
    Cluster cluster(line_of(2));
    const auto tell = [&] {
      cluster[0].broadcast(1);
      cluster[0].broadcast(2);
    };
    const auto stop = [&] {
      cluster[0].stop();
      const Numbers known = cluster[0].read();
      cluster[0].broadcast(3);
      EXPECT_FALSE(cluster[0].read().contains(3)) << "told after stop";
      EXPECT_GE(cluster[0].read().size(), known.size());
    };
    together({"teller", tell}, {"stopper", stop});
  };
}

TEST(GossipTogether, StopMayComeWhileNumbersArrive) {
  EXPLORE_THREADS() {
    Cluster cluster(line_of(3));
    cluster[0].broadcast(1);
    together({"teller", [&] { cluster[2].broadcast(2); }},
             {"stopper", [&] {
                cluster[1].stop();
                const std::uint64_t sent = cluster.sent(1, 0) + cluster.sent(1, 2);
                std::this_thread::sleep_for(kRetryAfter * 3 / 2);
                EXPECT_EQ(cluster.sent(1, 0) + cluster.sent(1, 2), sent);
              }});
  };
}

TEST(GossipTogether, EachOfTwoStopsReturnsWhenTheThreadsAreGone) {
  EXPLORE_THREADS() {
    Gossip network(2);
    GossipNode node(network.endpoint(0), {1}, kRetryAfter);
    node.broadcast(7);
    const auto stop = [&] {
      node.stop();
      EXPECT_LE(interleave::threads_alive(), 3u) << "a thread of the node still runs";
      EXPECT_TRUE(network.endpoint(0).closed());
    };
    together({"first", stop}, {"second", stop});
    node.stop();
  };
}

TEST(GossipTogether, AStoppedNeighbourHoldsUpNobody) {
  EXPLORE_NODES() {
    Cluster cluster(star_of(3));
    cluster[1].stop();
    cluster[0].broadcast(7);
    std::this_thread::sleep_for(kRetryAfter * 3 / 2);
    EXPECT_EQ(cluster[2].read(), Numbers{7});
    EXPECT_EQ(cluster[1].read(), Numbers());
    EXPECT_EQ(cluster.sent(0, 1), 2u) << "it may be back some day";
    cluster.stop();
  };
}

// The endpoint is closed by somebody else: the node finds nothing to do, again and again.
TEST(GossipTogether, AClosedEndpointMakesNobodySpin) {
  EXPLORE_NODES() {
    Cluster cluster(line_of(2));
    cluster[0].broadcast(1);
    cluster.network.endpoint(0).close();
    cluster[0].broadcast(2);
    std::this_thread::sleep_for(kRetryAfter * 3 / 2);
    EXPECT_EQ(cluster[0].read(), (Numbers{1, 2}));
  };
}

}  // namespace
}  // namespace under_test
