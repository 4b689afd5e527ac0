// The rules of Figure 2 for a leader, one by one: one server is real, and the test plays all
// others. Each test names the section of the paper.
#include "4_leader_election_test.hpp"

namespace under_test {
namespace {

// 5.2: it says so again and again, to all others, and asks nobody for a vote any more.
TEST(Leader, SendsHeartbeatsToAllOthers) {
  EXPLORE_SCRIPT() {
    const std::size_t size = 2 + choose(4);
    OneServer cluster(size);
    const Term term = cluster.leadership();
    cluster.forget();
    for (int i = 0; i < 10; ++i) {
      for (ServerId peer = 0; peer < cluster.self; ++peer) {
        const auto heartbeat = cluster.next<Heartbeat>(peer, kHeartbeat + kSoon);
        ASSERT_TRUE(heartbeat) << "server " << peer << " hears nothing for too long";
        EXPECT_EQ(in_words(*heartbeat), in_words(Heartbeat{term, cluster.self}));
        cluster.send(peer, HeartbeatReply{term, true});
      }
      EXPECT_EQ(cluster.status(), Says(Role::kLeader, term, cluster.self));
    }
  };
}

// When all is well, it sends heartbeats, one to each other server in a period, and nothing else.
TEST(Leader, SendsNothingElse) {
  EXPLORE_SCRIPT() {
    OneServer cluster;
    const Term term = cluster.leadership();
    sleep_for(kSoon);
    cluster.forget();
    int heartbeats = 0;
    const auto end = std::chrono::steady_clock::now() + 10 * kHeartbeat;
    while (const auto delivery = cluster.endpoint(0).receive_until(end)) {
      ASSERT_TRUE(std::holds_alternative<Heartbeat>(delivery->message))
          << in_words(delivery->message);
      ++heartbeats;
      for (const ServerId peer : {0, 1}) cluster.send(peer, HeartbeatReply{term, true});
    }
    EXPECT_LE(heartbeats, 11) << "in ten periods";
    EXPECT_GE(heartbeats, 9) << "in ten periods";
  };
}

// 5.1: there is a newer term, whoever says so. It leads no longer.
TEST(Leader, StepsDownForANewerTerm) {
  EXPLORE_SCRIPT() {
    OneServer cluster;
    const Term term = cluster.leadership();
    std::optional<ServerId> next_leader;
    switch (choose(4)) {
      case 0:
        cluster.send(1, HeartbeatReply{term + 2, false});
        break;
      case 1:
        cluster.send(1, VoteReply{term + 2, false});
        break;
      case 2:
        cluster.expect_granted(1, term + 2);
        break;
      case 3:
        cluster.expect_followed(1, term + 2);
        next_leader = 1;
        break;
    }
    sleep_for(kSoon);
    EXPECT_EQ(cluster.status(), Says(Role::kFollower, term + 2, next_leader));
    cluster.forget();
    EXPECT_FALSE(cluster.next<Heartbeat>(0, 2 * kHeartbeat)) << "it does not lead any more";
    for (const ServerId peer : {0, 1}) cluster.send(peer, VoteReply{term, true});
    sleep_for(kSoon);
    EXPECT_EQ(cluster.status(), Says(Role::kFollower, term + 2, next_leader));
  };
}

// It is a follower like any other: with a vote to give, and with a time-out.
TEST(Leader, IsAFollowerLikeAnyOtherThen) {
  EXPLORE_SCRIPT() {
    OneServer cluster;
    const Term term = cluster.leadership();
    cluster.send(0, HeartbeatReply{term + 1, false});
    if (choose(2) == 0) {
      cluster.expect_granted(1, term + 1);
      cluster.expect_not_granted(0, term + 1, term + 1);
    }
    cluster.forget();
    EXPECT_EQ(cluster.leadership(), term + 2);
    EXPECT_EQ(cluster.status(), Says(Role::kLeader, term + 2, cluster.self));
  };
}

// The first time-out after it has stepped down is a whole one.
TEST(Leader, WaitsForAWholeTimeoutThen) {
  EXPLORE_SCRIPT() {
    OneServer cluster;
    const Term term = cluster.leadership();
    sleep_for(61ms);
    cluster.forget();
    cluster.expect_followed(0, term + 1);
    EXPECT_FALSE(cluster.next<RequestVote>(0, kTimeout - 10ms)) << "it has just heard of a leader";
  };
}

// 5.1: a message of an older term changes nothing.
TEST(Leader, OlderTermsChangeNothing) {
  EXPLORE_SCRIPT() {
    OneServer cluster(3, Vote{4, {}});
    const Term term = cluster.leadership();
    switch (choose(4)) {
      case 0:
        cluster.send(1, HeartbeatReply{term - 1, false});
        break;
      case 1:
        cluster.send(1, VoteReply{term - 1, false});
        break;
      case 2:
        cluster.expect_not_granted(1, term - 1, term);
        break;
      case 3:
        cluster.expect_not_followed(1, term - 1, term);
        break;
    }
    sleep_for(kSoon);
    EXPECT_EQ(cluster.status(), Says(Role::kLeader, term, cluster.self));
    cluster.forget();
    EXPECT_TRUE(cluster.next<Heartbeat>(0, kHeartbeat + kSoon)) << "it still leads";
  };
}

// 5.2: it has voted for itself in its term, and keeps that.
TEST(Leader, RefusesARivalOfItsTerm) {
  EXPLORE_SCRIPT() {
    OneServer cluster;
    const Term term = cluster.leadership();
    cluster.expect_not_granted(1, term, term);
    EXPECT_EQ(cluster.status(), Says(Role::kLeader, term, cluster.self));
  };
}

// Votes that come late change nothing: neither its role nor the time of its heartbeats.
TEST(Leader, LateVotesChangeNothing) {
  EXPLORE_SCRIPT() {
    OneServer cluster(5);
    const Term term = cluster.leadership();
    sleep_for(kSoon);
    cluster.forget();
    for (int i = 0; i < 3; ++i) {
      sleep_for(kHeartbeat / 3);
      for (const ServerId peer : {1, 2, 3}) cluster.send(peer, VoteReply{term, choose(2) == 0});
    }
    int heartbeats = 0;
    while (cluster.next<Heartbeat>(0, 0ms)) ++heartbeats;
    EXPECT_LE(heartbeats, 2) << "one is due in a period";
    EXPECT_EQ(cluster.status(), Says(Role::kLeader, term, cluster.self));
  };
}

// A leader that is well answered leads on, for much longer than any time-out.
TEST(Leader, LeadsOn) {
  EXPLORE_SCRIPT() {
    OneServer cluster;
    const Term term = cluster.leadership();
    const auto end = std::chrono::steady_clock::now() + 5 * kTimeout;
    while (const auto delivery = cluster.endpoint(0).receive_until(end)) {
      EXPECT_FALSE(std::holds_alternative<RequestVote>(delivery->message)) << "it leads";
      for (const ServerId peer : {0, 1}) cluster.send(peer, HeartbeatReply{term, true});
    }
    EXPECT_EQ(cluster.status(), Says(Role::kLeader, term, cluster.self));
  };
}

}  // namespace
}  // namespace under_test
