// One server, and several threads that use it at the same time, or a message that comes at the very
// moment.
#include <atomic>

#include "4_leader_election_test.hpp"
#include "interleave/observer.hpp"

namespace under_test {
namespace {

#define EXPLORE_THREADS(...) EXPLORE_SO_MANY(80, 80, __VA_ARGS__)

TEST(Together, StatusMayBeAskedAtAnyMoment) {
  EXPLORE_THREADS() {
    OneServer cluster;
    const Term term = cluster.candidacy();
    const auto ask = [&] {
      for (int i = 0; i < 3; ++i) cluster.status();
    };
    const auto vote = [&] { cluster.send(0, VoteReply{term, true}); };
    const auto tell = [&] { cluster.send(1, HeartbeatReply{term + 1, false}); };
    together({"asker", ask}, {"voter", vote}, {"the newer term", tell});
    sleep_for(kSoon);
    EXPECT_EQ(cluster.status(), Says(Role::kFollower, term + 1));
  };
}

// A status is of one moment: role, term and leader belong together.
TEST(Together, AStatusIsOfOneMoment) {
  EXPLORE_THREADS() {
    OneServer cluster;
    cluster.expect_followed(0, 1);
    const auto ask = [&] {
      const Says says = cluster.status();
      const bool before = says == Says(Role::kFollower, 1, 0);
      const bool after = says == Says(Role::kFollower, 2, 1);
      EXPECT_TRUE(before || after) << says;
    };
    together({"asker", ask}, {"leader", [&] { cluster.send(1, Heartbeat{2, 1}); }});
  };
}

// The last vote comes, and it is stopped: either may be first. Nothing is sent after the stop.
TEST(Together, StopAtTheMomentOfTheLastVote) {
  EXPLORE_THREADS() {
    OneServer cluster;
    const Term term = cluster.candidacy();
    const auto stop = [&] {
      cluster.servers.stop(cluster.self);
      const auto sent = cluster.servers.network.traffic(cluster.self, 0).sent.messages;
      sleep_for(kLong);
      EXPECT_EQ(cluster.servers.network.traffic(cluster.self, 0).sent.messages, sent);
    };
    together({"voter", [&] { cluster.send(0, VoteReply{term, true}); }}, {"stopper", stop});
    EXPECT_EQ(interleave::threads_alive(), 1u);
    EXPECT_EQ(cluster.status().term, term);
    cluster.servers.start(cluster.self);
    EXPECT_EQ(cluster.status(), Says(Role::kFollower, term));
  };
}

// Its time-out ends, and it is stopped.
TEST(Together, StopAtTheMomentOfATimeout) {
  EXPLORE_THREADS() {
    OneServer cluster;
    sleep_for(kTimeout);
    cluster.servers.stop(cluster.self);
    EXPECT_EQ(interleave::threads_alive(), 1u);
    EXPECT_LE(cluster.status().term, 1u);
  };
}

// Its heartbeat is due, and it is stopped.
TEST(Together, StopAtTheMomentOfAHeartbeat) {
  EXPLORE_THREADS() {
    OneServer cluster(2);
    cluster.leadership();
    sleep_for(kHeartbeat);
    cluster.servers.stop(cluster.self);
    EXPECT_EQ(interleave::threads_alive(), 1u);
  };
}

// A heartbeat comes at the moment of the time-out: either may be first. Where it was a candidate
// already, it follows.
TEST(Together, AHeartbeatAtTheMomentOfATimeout) {
  EXPLORE_THREADS() {
    OneServer cluster;
    sleep_for(kTimeout);
    cluster.send(0, Heartbeat{1, 0});
    sleep_for(kSoon);
    const Says says = cluster.status();
    const bool follows = says == Says(Role::kFollower, 1, 0);
    EXPECT_TRUE(follows || says == Says(Role::kCandidate, 2)) << says;
    EXPECT_FALSE(cluster.next<Heartbeat>(1, kHeartbeat + kSoon));
  };
}

// The last vote comes, and a request of a newer term: it may have led in between.
TEST(Together, AVoteOfANewerTermAndARequestCross) {
  EXPLORE_THREADS() {
    OneServer cluster;
    const Term term = cluster.candidacy();
    together({"voter",
              [&] {
                cluster.send(0, VoteReply{term, true});
              }},
             {"rival", [&] {
                cluster.send(1, RequestVote{term + 1, 1, 0, 0});
              }});
    const auto reply = cluster.next<VoteReply>(1, kSoon);
    ASSERT_TRUE(reply);
    EXPECT_EQ(in_words(*reply), in_words(VoteReply{term + 1, true}));
    EXPECT_EQ(cluster.status(), Says(Role::kFollower, term + 1));
  };
}

TEST(Together, TwoCandidatesAskAtOnce) {
  EXPLORE_THREADS() {
    OneServer cluster;
    together({"candidate 0",
              [&] {
                cluster.send(0, RequestVote{1, 0, 0, 0});
              }},
             {"candidate 1", [&] {
                cluster.send(1, RequestVote{1, 1, 0, 0});
              }});
    const auto first = cluster.next<VoteReply>(0, kSoon);
    const auto second = cluster.next<VoteReply>(1, kSoon);
    EXPECT_EQ((first && first->granted) + (second && second->granted), 1) << "one vote in a term";
  };
}

TEST(Together, SeveralThreadsMayStop) {
  EXPLORE_THREADS() {
    OneServer cluster;
    if (choose(2) == 0) cluster.leadership();
    const auto stop = [&] {
      cluster.servers[cluster.self].stop();
      EXPECT_TRUE(cluster.endpoint(cluster.self).closed());
    };
    together({"first", stop}, {"second", stop}, {"asker", [&] { cluster.status(); }});
    EXPECT_EQ(interleave::threads_alive(), 1u);
  };
}

// They come in some order. In the end there is a server that can be stopped.
TEST(Together, StartAndStopAtOnce) {
  EXPLORE_THREADS() {
    OneServer cluster;
    const auto stop = [&] { cluster.servers[cluster.self].stop(); };
    const auto start = [&] { cluster.servers[cluster.self].start(); };
    together({"starter", start}, {"stopper", stop}, {"second stopper", stop});
    stop();
    EXPECT_EQ(interleave::threads_alive(), 1u);
    start();
    cluster.forget();
    EXPECT_EQ(cluster.candidacy(), 1u);
  };
}

// Whoever wakes without a reason goes on waiting.
TEST(Together, WakeUpsWithoutAReason) {
  EXPLORE_SO_MANY(60, 30, .spurious_wakeups_max = 2) {
    OneServer cluster(2);
    EXPECT_FALSE(cluster.next<RequestVote>(0, kTimeout - 1ms));
    const Term term = cluster.candidacy();
    cluster.send(0, VoteReply{term, true});
    sleep_for(kHeartbeat + kSoon);
    EXPECT_EQ(cluster.status(), Says(Role::kLeader, term, cluster.self));
    cluster.servers.stop(cluster.self);
  };
}

// ---- A network where senders wait for room: status and stop must return, whatever waits. ----

TEST(WhereSendersWait, StatusAndStopReturn) {
  EXPLORE_THREADS() {
    OneServer cluster(3, {}, all_alike(), {.inbox_capacity = 1, .when_full = WhenFull::kWait});
    sleep_for(kTimeout + kSoon);
    cluster.send(1, VoteReply{1, true});
    sleep_for(2 * kTimeout);
    cluster.status();
    together({"asker", [&] { cluster.status(); }},
             {"stopper", [&] { cluster.servers.stop(cluster.self); }});
    EXPECT_EQ(interleave::threads_alive(), 1u);
  };
}

// It waits to send its answer.
TEST(WhereSendersWait, StatusAndStopReturnAlsoWhereItAnswers) {
  EXPLORE_THREADS() {
    OneServer cluster(3, {}, all_alike(), {.inbox_capacity = 1, .when_full = WhenFull::kWait});
    for (int i = 0; i < 3; ++i) {
      cluster.send(0, Heartbeat{1, 0});
      sleep_for(kSoon);
    }
    cluster.status();
    cluster.servers.stop(cluster.self);
    EXPECT_EQ(interleave::threads_alive(), 1u);
  };
}

}  // namespace
}  // namespace under_test
