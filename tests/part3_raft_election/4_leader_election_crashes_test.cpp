// What must survive a crash (Figure 2, persistent state), and what must not: one server is real,
// and the test plays all others.
#include "4_leader_election_test.hpp"

namespace under_test {
namespace {

// ---- A server that comes back with what it has saved. ----

// 5.2: it has voted in the term, and remembers for whom.
TEST(Restart, TheVoteIsRemembered) {
  EXPLORE_SCRIPT() {
    const ServerId voted_for = choose(2);
    OneServer cluster(3, Vote{5, voted_for});
    EXPECT_EQ(cluster.status(), Says(Role::kFollower, 5));
    cluster.expect_not_granted(1 - voted_for, 5, 5);
    cluster.expect_granted(voted_for, 5);
    cluster.expect_granted(1 - voted_for, 6);
  };
}

// A term in which it has not voted is remembered as well, and its vote is free.
TEST(Restart, AFreeVoteStaysFree) {
  EXPLORE_SCRIPT() {
    OneServer cluster(3, Vote{5, {}});
    EXPECT_EQ(cluster.status(), Says(Role::kFollower, 5));
    cluster.expect_not_granted(1, 4, 5);
    cluster.expect_granted(1, 5);
    cluster.expect_not_granted(0, 5, 5);
  };
}

// Stopped and started again, or replaced by another one with the same store.
void restart(OneServer& cluster) {
  if (choose(2) == 0) {
    cluster.servers.replace(cluster.self);
  } else {
    cluster.servers.stop(cluster.self);
    cluster.servers.start(cluster.self);
  }
}

TEST(Restart, AVoteIsNotGivenTwice) {
  EXPLORE_SCRIPT() {
    OneServer cluster;
    cluster.expect_granted(0, 1);
    restart(cluster);
    EXPECT_EQ(cluster.status(), Says(Role::kFollower, 1));
    cluster.expect_not_granted(1, 1, 1);
    cluster.expect_granted(0, 1);
  };
}

// Whatever told it of a newer term: it never goes back behind it.
TEST(Restart, TheTermIsRemembered) {
  EXPLORE_SCRIPT() {
    OneServer cluster;
    switch (choose(4)) {
      case 0:
        cluster.expect_followed(0, 7);
        break;
      case 1:
        cluster.expect_granted(0, 7);
        break;
      case 2:
        cluster.send(0, VoteReply{7, false});
        break;
      case 3:
        cluster.send(0, HeartbeatReply{7, false});
        break;
    }
    sleep_for(kSoon);
    EXPECT_EQ(cluster.status().term, 7u);
    restart(cluster);
    EXPECT_EQ(cluster.status(), Says(Role::kFollower, 7)) << "who leads, it must be told again";
    EXPECT_EQ(cluster.candidacy(), 8u);
  };
}

// It has voted for itself. Votes that come when it is back do not elect it: it is a follower.
TEST(Restart, ACandidateComesBackAsAFollower) {
  EXPLORE_SCRIPT() {
    OneServer cluster;
    const Term term = cluster.candidacy();
    restart(cluster);
    EXPECT_EQ(cluster.status(), Says(Role::kFollower, term));
    for (const ServerId peer : {0, 1}) cluster.send(peer, VoteReply{term, true});
    sleep_for(kSoon);
    EXPECT_EQ(cluster.status(), Says(Role::kFollower, term));
    cluster.expect_not_granted(1, term, term);
    EXPECT_EQ(cluster.candidacy(), term + 1);
  };
}

TEST(Restart, ALeaderComesBackAsAFollower) {
  EXPLORE_SCRIPT() {
    OneServer cluster;
    const Term term = cluster.leadership();
    restart(cluster);
    cluster.forget();
    EXPECT_EQ(cluster.status(), Says(Role::kFollower, term));
    EXPECT_FALSE(cluster.next<Heartbeat>(0, kTimeout - 10ms)) << "it does not lead any more";
    EXPECT_EQ(cluster.candidacy(), term + 1);
    cluster.send(0, VoteReply{term + 1, true});
    sleep_for(kSoon);
    EXPECT_EQ(cluster.status(), Says(Role::kLeader, term + 1, cluster.self));
  };
}

// Votes of the life before do not count in the candidacy of this one.
TEST(Restart, CountsFromTheBeginning) {
  EXPLORE_SCRIPT() {
    OneServer cluster(5);
    cluster.send(0, VoteReply{cluster.candidacy(), true});
    sleep_for(kSoon);
    restart(cluster);
    const Term term = cluster.candidacy();
    cluster.send(1, VoteReply{term, true});
    sleep_for(kSoon);
    EXPECT_EQ(cluster.status(), Says(Role::kCandidate, term));
  };
}

// A whole time-out passes again before it asks for votes.
TEST(Restart, WaitsForAWholeTimeout) {
  EXPLORE_SCRIPT() {
    OneServer cluster;
    if (choose(2) == 0) {
      cluster.candidacy();
    } else {
      cluster.leadership();
    }
    cluster.servers.stop(cluster.self);
    sleep_for(3 * kTimeout);
    cluster.servers.start(cluster.self);
    cluster.forget();
    EXPECT_FALSE(cluster.next<RequestVote>(0, kTimeout - 1ms));
    EXPECT_TRUE(cluster.next<RequestVote>(0, kLong));
  };
}

// ---- A server that crashes when it saves. ----

Moment any_moment() { return choose(2) == 0 ? Moment::kBefore : Moment::kAfter; }

// The invariants are the test: what it was about to answer, it has not answered, or it remembers
// it. A second candidate asks when it is back.
TEST(Crash, WhenItSavesItsVote) {
  EXPLORE_SCRIPT() {
    OneServer cluster;
    cluster.servers.crash_at_save(cluster.self, 1, any_moment());
    const ServerId first = choose(2);
    const auto reply = cluster.ask_for_vote(first, 1);
    EXPECT_FALSE(reply) << "it answers before the vote is saved";
    EXPECT_TRUE(cluster.servers.has_crashed(cluster.self)) << "nothing is saved";
    cluster.servers.replace(cluster.self);
    cluster.ask_for_vote(1 - first, 1);
    cluster.ask_for_vote(first, 1);
    EXPECT_EQ(cluster.status().term, 1u);
  };
}

// The same where it has voted before, in an older term.
TEST(Crash, WhenItSavesALaterVote) {
  EXPLORE_SCRIPT() {
    OneServer cluster(3, Vote{3, 0});
    cluster.servers.crash_at_save(cluster.self, 1 + static_cast<int>(choose(2)), any_moment());
    cluster.ask_for_vote(1, 4);
    cluster.ask_for_vote(0, 5);
    cluster.servers.replace(cluster.self);
    EXPECT_GE(cluster.status().term, 3u);
    cluster.expect_not_granted(1, 3, cluster.status().term);
    cluster.ask_for_vote(0, 4);
    cluster.ask_for_vote(1, 5);
  };
}

// Its vote for itself is one, too: when it is back, it may be asked for a vote in that term.
TEST(Crash, WhenItBecomesACandidate) {
  EXPLORE_SCRIPT() {
    OneServer cluster;
    const Moment moment = any_moment();
    cluster.servers.crash_at_save(cluster.self, 1, moment);
    EXPECT_FALSE(cluster.next<RequestVote>(0, 2 * kTimeout)) << "it asks before it has saved";
    EXPECT_TRUE(cluster.servers.has_crashed(cluster.self)) << "nothing is saved";
    cluster.servers.replace(cluster.self);
    const auto reply = cluster.ask_for_vote(1, 1);
    if (moment == Moment::kAfter && reply) {
      EXPECT_FALSE(reply->granted) << "it has voted for itself";
    }
    if (moment == Moment::kBefore) {
      ASSERT_TRUE(reply);
      EXPECT_TRUE(reply->granted) << "its vote is free";
    }
  };
}

// A newer term is saved before an answer tells of it, also where there is no vote in it.
TEST(Crash, WhenItTakesANewerTerm) {
  EXPLORE_SCRIPT() {
    OneServer cluster(3, Vote{2, 0});
    cluster.servers.crash_at_save(cluster.self, 1, any_moment());
    EXPECT_FALSE(cluster.say_who_leads(1, 6)) << "it answers before the term is saved";
    EXPECT_TRUE(cluster.servers.has_crashed(cluster.self)) << "nothing is saved";
    cluster.servers.replace(cluster.self);
    EXPECT_GE(cluster.status().term, 2u);
    cluster.expect_followed(1, 6);
  };
}

// A crash at any of its first saves, while two peers ask for votes and one of them leads then.
TEST(Crash, AtAnySave) {
  EXPLORE_SCRIPT() {
    OneServer cluster(4);
    cluster.servers.crash_at_save(cluster.self, 1 + static_cast<int>(choose(4)), any_moment());
    cluster.ask_for_vote(0, 1);
    cluster.say_who_leads(0, 1);
    cluster.next<RequestVote>(0, 2 * kTimeout);
    cluster.ask_for_vote(1, 4);
    cluster.servers.replace(cluster.self);
    for (const Term term : {1, 2, 4}) {
      for (const ServerId peer : {2, 1, 0}) cluster.ask_for_vote(peer, term);
    }
    cluster.expect_followed(2, 9);
  };
}

}  // namespace
}  // namespace under_test
