// The rules of Figure 2 for a candidate, one by one: one server is real, and the test plays all
// others. Each test names the section of the paper.
#include <algorithm>

#include "4_leader_election_test.hpp"

namespace under_test {
namespace {

// 5.2: it counts the term up, votes for itself, and asks all others.
TEST(Candidate, AsksAllOthersInANewTerm) {
  EXPLORE_SCRIPT() {
    const std::size_t size = 2 + choose(4);
    OneServer cluster(size, Vote{4, 0});
    for (ServerId peer = 0; peer < cluster.self; ++peer) {
      const auto request = cluster.next<RequestVote>(peer);
      ASSERT_TRUE(request) << "server " << peer << " is not asked";
      EXPECT_EQ(in_words(*request), in_words(RequestVote{5, cluster.self, 0, 0}));
    }
    EXPECT_EQ(cluster.status(), Says(Role::kCandidate, 5));
    cluster.servers.stop(cluster.self);
    EXPECT_EQ(cluster.servers.saved(cluster.self)->voted_for, cluster.self);
  };
}

// 5.2: with the votes of a majority, its own among them, it leads, and says so at once.
TEST(Candidate, LeadsWithAMajority) {
  EXPLORE_SCRIPT() {
    const std::size_t size = 2 + choose(6);
    OneServer cluster(size);
    const Term term = cluster.candidacy();
    for (ServerId peer = 0; peer + 1 < size / 2; ++peer) {
      cluster.send(peer, VoteReply{term, true});
    }
    EXPECT_FALSE(cluster.next<Heartbeat>(0, kSoon)) << "one vote is missing";
    EXPECT_EQ(cluster.status(), Says(Role::kCandidate, term));
    cluster.send(size / 2 - 1, VoteReply{term, true});
    for (ServerId peer = 0; peer < cluster.self; ++peer) {
      const auto heartbeat = cluster.next<Heartbeat>(peer, kSoon);
      ASSERT_TRUE(heartbeat) << "server " << peer << " does not learn of its leader";
      EXPECT_EQ(in_words(*heartbeat), in_words(Heartbeat{term, cluster.self}));
    }
    EXPECT_EQ(cluster.status(), Says(Role::kLeader, term, cluster.self));
  };
}

// Each server counts once, however often its answer comes.
TEST(Candidate, CountsEachServerOnce) {
  EXPLORE_SCRIPT() {
    OneServer cluster(5);
    const Term term = cluster.candidacy();
    for (int i = 0; i < 4; ++i) cluster.send(1, VoteReply{term, true});
    sleep_for(kSoon);
    EXPECT_EQ(cluster.status(), Says(Role::kCandidate, term));
    cluster.send(3, VoteReply{term, true});
    sleep_for(kSoon);
    EXPECT_EQ(cluster.status(), Says(Role::kLeader, term, cluster.self));
  };
}

// Refusals are no votes, and no end either: the others may still vote for it.
TEST(Candidate, ARefusalIsNoVoteAndNoEnd) {
  EXPLORE_SCRIPT() {
    OneServer cluster(5);
    const Term term = cluster.candidacy();
    for (const ServerId peer : {0, 1}) cluster.send(peer, VoteReply{term, false});
    sleep_for(kSoon);
    EXPECT_EQ(cluster.status(), Says(Role::kCandidate, term));
    for (const ServerId peer : {2, 3}) cluster.send(peer, VoteReply{term, true});
    sleep_for(kSoon);
    EXPECT_EQ(cluster.status(), Says(Role::kLeader, term, cluster.self));
  };
}

// A vote is for one term. The answer to an earlier candidacy comes late.
TEST(Candidate, VotesOfAnEarlierCandidacyDoNotCount) {
  EXPLORE_SCRIPT() {
    OneServer cluster;
    const Term first = cluster.candidacy();
    const Term second = cluster.candidacy();
    EXPECT_GT(second, first);
    for (const ServerId peer : {0, 1}) cluster.send(peer, VoteReply{first, true});
    sleep_for(kSoon);
    EXPECT_EQ(cluster.status(), Says(Role::kCandidate, second));
    cluster.send(1, VoteReply{second, true});
    sleep_for(kSoon);
    EXPECT_EQ(cluster.status(), Says(Role::kLeader, second, cluster.self));
  };
}

// Nor do votes that were counted in the earlier candidacy.
TEST(Candidate, CountsFromTheBeginningInEachTerm) {
  EXPLORE_SCRIPT() {
    OneServer cluster(5);
    cluster.send(0, VoteReply{cluster.candidacy(), true});
    const Term second = cluster.candidacy();
    cluster.send(1, VoteReply{second, true});
    sleep_for(kSoon);
    EXPECT_EQ(cluster.status(), Says(Role::kCandidate, second));
  };
}

// 5.2: a heartbeat of its own term says that another one has won. Votes that come later are late.
TEST(Candidate, FollowsALeaderOfItsTerm) {
  EXPLORE_SCRIPT() {
    OneServer cluster(5);
    const Term term = cluster.candidacy();
    cluster.send(3, VoteReply{term, true});
    cluster.expect_followed(0, term);
    for (const ServerId peer : {1, 2}) cluster.send(peer, VoteReply{term, true});
    sleep_for(kSoon);
    EXPECT_EQ(cluster.status(), Says(Role::kFollower, term, 0));
    cluster.expect_not_granted(1, term, term);
  };
}

TEST(Candidate, FollowsALeaderOfANewerTerm) {
  EXPLORE_SCRIPT() {
    OneServer cluster;
    const Term term = cluster.candidacy();
    cluster.expect_followed(0, term + 3);
    cluster.send(1, VoteReply{term, true});
    sleep_for(kSoon);
    EXPECT_EQ(cluster.status(), Says(Role::kFollower, term + 3, 0));
  };
}

// The heartbeat of an older leader, and a request of an older term, are no reason to give up.
TEST(Candidate, OlderTermsChangeNothing) {
  EXPLORE_SCRIPT() {
    OneServer cluster(3, Vote{4, 0});
    const Term term = cluster.candidacy();
    if (choose(2) == 0) {
      cluster.expect_not_followed(0, term - 1, term);
    } else {
      cluster.expect_not_granted(0, term - 1, term);
    }
    EXPECT_EQ(cluster.status(), Says(Role::kCandidate, term));
    cluster.send(1, VoteReply{term, true});
    sleep_for(kSoon);
    EXPECT_EQ(cluster.status(), Says(Role::kLeader, term, cluster.self));
  };
}

// 5.2: its vote is its own. It does not step aside for a rival of its term.
TEST(Candidate, DoesNotStepAsideForARival) {
  EXPLORE_SCRIPT() {
    OneServer cluster;
    const Term term = cluster.candidacy();
    cluster.expect_not_granted(0, term, term);
    EXPECT_EQ(cluster.status(), Says(Role::kCandidate, term));
    cluster.send(1, VoteReply{term, true});
    sleep_for(kSoon);
    EXPECT_EQ(cluster.status(), Says(Role::kLeader, term, cluster.self));
  };
}

// 5.1: a newer term ends its candidacy, and it votes in that term like anybody else.
TEST(Candidate, ANewerTermMakesItAFollower) {
  EXPLORE_SCRIPT() {
    OneServer cluster;
    const Term term = cluster.candidacy();
    switch (choose(3)) {
      case 0:
        cluster.send(0, VoteReply{term + 1, false});
        break;
      case 1:
        cluster.send(0, HeartbeatReply{term + 1, false});
        break;
      case 2:
        cluster.expect_granted(0, term + 1);
        break;
    }
    sleep_for(kSoon);
    EXPECT_EQ(cluster.status(), Says(Role::kFollower, term + 1));
    cluster.send(1, VoteReply{term, true});
    sleep_for(kSoon);
    EXPECT_EQ(cluster.status(), Says(Role::kFollower, term + 1));
    cluster.expect_granted(0, term + 1);
    cluster.expect_not_granted(1, term + 1, term + 1);
  };
}

// 5.2: nobody has won. It tries again in a newer term.
TEST(Candidate, TriesAgainInANewerTerm) {
  EXPLORE_SCRIPT() {
    OneServer cluster;
    Term last = 0;
    for (int i = 0; i < 4; ++i) {
      const Stopwatch stopwatch;
      const Term term = cluster.candidacy();
      EXPECT_EQ(term, last + 1);
      EXPECT_GE(stopwatch.time(), Elapsed(kTimeout)) << "it must give the others time to answer";
      EXPECT_EQ(cluster.status(), Says(Role::kCandidate, term));
      last = term;
    }
  };
}

// 5.2: each time-out is drawn anew. Otherwise those who have split the votes do it again.
TEST(Candidate, DrawsEachTimeoutAnew) {
  EXPLORE_SCRIPT() {
    OneServer cluster(2, {}, {100ms, 200ms, kHeartbeat});
    std::vector<Elapsed> timeouts;
    for (int i = 0; i < 12; ++i) {
      const Stopwatch stopwatch;
      cluster.candidacy();
      timeouts.push_back(stopwatch.time());
      EXPECT_GE(timeouts.back(), Elapsed(100ms));
      EXPECT_LE(timeouts.back(), Elapsed(210ms));
    }
    std::sort(timeouts.begin(), timeouts.end());
    EXPECT_LT(timeouts.front(), Elapsed(140ms)) << "of 12 time-outs";
    EXPECT_GT(timeouts.back(), Elapsed(160ms)) << "of 12 time-outs";
    timeouts.erase(std::unique(timeouts.begin(), timeouts.end()), timeouts.end());
    EXPECT_GT(timeouts.size(), 6u) << "of 12 time-outs";
  };
}

}  // namespace
}  // namespace under_test
