// A server alone: its beginning and its end.
#include "4_leader_election_test.hpp"

#include <atomic>
#include <memory>

#include "interleave/observer.hpp"

namespace under_test {
namespace {

// A server that was not made by a cluster, and the place it has in one.
struct Place {
  explicit Place(std::size_t size, const NetworkSettings& settings = {})
      : network(size, settings), stores(size) {}

  std::unique_ptr<RaftNode> make(ServerId id) {
    return std::make_unique<RaftNode>(network.endpoint(id), network.size(), stores[id],
                                      Random(1 + id), all_alike());
  }

  Net network;
  std::vector<Store> stores;
};

// ---- One server is a cluster, too. ----

TEST(Alone, ElectsItself) {
  EXPLORE_SCRIPT() {
    OneServer cluster(1);
    EXPECT_EQ(cluster.status(), Says(Role::kFollower, 0));
    sleep_for(kTimeout + kSoon);
    EXPECT_EQ(cluster.status(), Says(Role::kLeader, 1, 0));
    sleep_for(10 * kTimeout);
    EXPECT_EQ(cluster.status(), Says(Role::kLeader, 1, 0));
    EXPECT_EQ(cluster.servers.network.traffic().sent.messages, 0u) << "there is nobody to tell";
  };
}

TEST(Alone, ElectsItselfInANewerTermWhenItComesBack) {
  EXPLORE_SCRIPT() {
    OneServer cluster(1);
    sleep_for(kTimeout + kSoon);
    cluster.servers.replace(0);
    EXPECT_EQ(cluster.status(), Says(Role::kFollower, 1));
    sleep_for(kTimeout + kSoon);
    EXPECT_EQ(cluster.status(), Says(Role::kLeader, 2, 0));
  };
}

// The settings that a server has when nobody says otherwise.
TEST(Alone, ThePapersTimesAreTheDefault) {
  EXPLORE_SCRIPT() {
    Network<RaftMessage> network(1);
    Store store;
    RaftNode node(network.endpoint(0), 1, store, Random(choose(5)));
    node.start();
    sleep_for(149ms);
    EXPECT_EQ(Says(node.status()), Says(Role::kFollower, 0));
    sleep_for(160ms);
    EXPECT_EQ(Says(node.status()), Says(Role::kLeader, 1, 0));
  };
}

// ---- The beginning. ----

// Nothing is promised of what it says, but it says something.
TEST(Start, TheStatusMayBeAskedBeforeIt) {
  EXPLORE_SCRIPT() {
    Place place(2);
    const auto node = place.make(0);
    EXPECT_EQ(node->status().leader, node->status().leader);
  };
}

TEST(Start, BeforeItNothingIsSent) {
  EXPLORE_SCRIPT() {
    Place place(2);
    const auto node = place.make(0);
    sleep_for(kLong);
    EXPECT_EQ(place.network.traffic().sent.messages, 0u);
    node->start();
    sleep_for(kTimeout + kSoon);
    EXPECT_EQ(Says(node->status()), Says(Role::kCandidate, 1));
  };
}

TEST(Start, OpensAnEndpointThatWasClosed) {
  EXPLORE_SCRIPT() {
    Place place(2);
    place.network.endpoint(0).close();
    const auto node = place.make(0);
    node->start();
    EXPECT_FALSE(place.network.endpoint(0).closed());
    sleep_for(kTimeout + kSoon);
    EXPECT_GT(place.network.traffic(0, 1).sent.messages, 0u);
  };
}

// The second one changes nothing, whatever the server is then.
TEST(Start, TwiceIsOnce) {
  EXPLORE_SCRIPT() {
    OneServer cluster;
    if (choose(2) == 0) cluster.leadership();
    sleep_for(51ms);
    const Says before = cluster.status();
    const std::size_t threads = interleave::threads_alive();
    cluster.servers[cluster.self].start();
    EXPECT_EQ(interleave::threads_alive(), threads) << "it has started a second time";
    EXPECT_EQ(cluster.status(), before);
    if (before.role == Role::kLeader) return;
    EXPECT_TRUE(cluster.next<RequestVote>(0, kTimeout - 40ms)) << "its time-out was put off";
  };
}

TEST(Start, FromTwoThreadsAtOnce) {
  EXPLORE_SCRIPT() {
    Place place(2);
    const auto node = place.make(0);
    const auto start = [&] { node->start(); };
    together({"first", start}, {"second", start});
    sleep_for(kTimeout + kSoon);
    EXPECT_EQ(place.network.traffic(0, 1).sent.messages, 1u) << "one candidate asks once";
    node->stop();
    EXPECT_EQ(interleave::threads_alive(), 1u);
  };
}

TEST(Start, MayComeAfterEachStop) {
  EXPLORE_SCRIPT() {
    OneServer cluster;
    for (int i = 0; i < 3; ++i) {
      cluster.leadership();
      cluster.servers.stop(cluster.self);
      EXPECT_EQ(interleave::threads_alive(), 1u);
      cluster.servers.start(cluster.self);
      cluster.forget();
    }
    EXPECT_EQ(cluster.status(), Says(Role::kFollower, 3));
  };
}

// ---- The end. ----

TEST(Stop, LeavesNoThreadAndNoMessage) {
  EXPLORE_SCRIPT() {
    OneServer cluster;
    switch (choose(3)) {
      case 0:
        cluster.candidacy();
        break;
      case 1:
        cluster.leadership();
        break;
    }
    cluster.servers.stop(cluster.self);
    EXPECT_EQ(interleave::threads_alive(), 1u) << "a thread of the server still runs";
    EXPECT_TRUE(cluster.endpoint(cluster.self).closed());
    const auto sent = cluster.servers.network.traffic().sent.messages;
    sleep_for(kLong);
    EXPECT_EQ(cluster.servers.network.traffic().sent.messages, sent);
  };
}

// A stopped server says what it was last.
TEST(Stop, OfOneThatWasNeverStartedReturns) {
  EXPLORE_SCRIPT() {
    Place place(2);
    const auto node = place.make(0);
    node->stop();
    node->stop();
    EXPECT_EQ(place.network.traffic().sent.messages, 0u);
  };
}

TEST(Stop, TheStatusStays) {
  EXPLORE_SCRIPT() {
    OneServer cluster;
    switch (choose(4)) {
      case 0:
        cluster.candidacy();
        break;
      case 1:
        cluster.leadership();
        break;
      case 2:
        cluster.expect_followed(0, 6);
        break;
    }
    sleep_for(kSoon);
    const Says before = cluster.status();
    cluster.servers.stop(cluster.self);
    EXPECT_EQ(cluster.status(), before);
    sleep_for(kLong);
    EXPECT_EQ(cluster.status(), before);
  };
}

TEST(Stop, TheDestructorStops) {
  EXPLORE_SCRIPT() {
    Place place(2);
    {
      const auto node = place.make(0);
      node->start();
      sleep_for(choose(2) == 0 ? 0ms : 150ms);
    }
    EXPECT_TRUE(place.network.endpoint(0).closed());
    EXPECT_EQ(interleave::threads_alive(), 1u) << "a thread of the server still runs";
  };
}

// By a second stop, or by one that was never started: the endpoint is somebody else's.
TEST(Stop, ASecondOneTouchesNothing) {
  EXPLORE_SCRIPT() {
    Place place(2);
    auto node = place.make(0);
    node->start();
    node->stop();
    const auto successor = place.make(0);
    successor->start();
    if (choose(2) == 0) node->stop();
    node.reset();
    EXPECT_FALSE(place.network.endpoint(0).closed()) << "it is the successor's";
    sleep_for(kTimeout + kSoon);
    EXPECT_EQ(Says(successor->status()), Says(Role::kCandidate, 1));
    EXPECT_EQ(place.network.traffic(0, 1).sent.messages, 1u);
  };
}

// ---- An endpoint that somebody else has closed. ----

TEST(ClosedEndpoint, MakesNobodySpin) {
  EXPLORE_SCRIPT(.polling_forbidden = true) {
    OneServer cluster;
    switch (choose(3)) {
      case 0:
        cluster.candidacy();
        break;
      case 1:
        cluster.leadership();
        break;
    }
    cluster.endpoint(cluster.self).close();
    sleep_for(2 * kTimeout);
    cluster.status();
    cluster.servers.stop(cluster.self);
    EXPECT_EQ(interleave::threads_alive(), 1u);
  };
}

TEST(ClosedEndpoint, IsOpenedByTheNextStart) {
  EXPLORE_SCRIPT() {
    OneServer cluster;
    cluster.expect_granted(0, 1);
    cluster.endpoint(cluster.self).close();
    sleep_for(kSoon);
    cluster.servers.stop(cluster.self);
    cluster.servers.start(cluster.self);
    cluster.expect_followed(0, 2);
  };
}

}  // namespace
}  // namespace under_test
