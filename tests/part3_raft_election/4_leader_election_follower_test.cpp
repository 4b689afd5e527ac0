// The rules of Figure 2 for a follower, one by one: one server is real, and the test plays all
// others. Each test names the section of the paper.
#include "4_leader_election_test.hpp"

namespace under_test {
namespace {

// 5.2: it begins as a follower, and waits for a whole time-out.
TEST(Follower, BeginsAsAFollowerAndWaits) {
  EXPLORE_SCRIPT() {
    OneServer cluster;
    EXPECT_EQ(cluster.status(), Says(Role::kFollower, 0));
    EXPECT_FALSE(cluster.next<RequestVote>(0, kTimeout - 1ms)) << "it asks before its time-out";
    EXPECT_EQ(cluster.status(), Says(Role::kFollower, 0));
    EXPECT_EQ(cluster.candidacy(), 1u);
  };
}

// 5.2: with a vote to give, it gives it to the first who asks, and to nobody else in the term.
TEST(Follower, VotesOnceInATerm) {
  EXPLORE_SCRIPT() {
    OneServer cluster(4);
    const ServerId first = choose(2);
    cluster.expect_granted(first, 1);
    EXPECT_EQ(cluster.status(), Says(Role::kFollower, 1));
    cluster.expect_not_granted(1 - first, 1, 1);
    cluster.expect_not_granted(2, 1, 1);
    EXPECT_EQ(cluster.status(), Says(Role::kFollower, 1));
  };
}

// 5.5: an answer may be lost. Who asks again gets the same answer.
TEST(Follower, WhoAsksAgainGetsTheSameAnswer) {
  EXPLORE_SCRIPT() {
    OneServer cluster;
    cluster.expect_granted(0, 3);
    cluster.expect_not_granted(1, 3, 3);
    cluster.expect_granted(0, 3);
    cluster.expect_not_granted(1, 3, 3);
  };
}

// 5.1: a vote belongs to its term.
TEST(Follower, VotesAgainInANewerTerm) {
  EXPLORE_SCRIPT() {
    OneServer cluster;
    cluster.expect_granted(0, 1);
    cluster.expect_granted(1, 2);
    cluster.expect_granted(0, 7);
    cluster.expect_not_granted(1, 7, 7);
    EXPECT_EQ(cluster.status(), Says(Role::kFollower, 7));
  };
}

// 5.1: a message of an older term changes nothing, and puts nothing off.
TEST(Follower, OlderTermsChangeNothing) {
  EXPLORE_SCRIPT() {
    OneServer cluster;
    cluster.expect_followed(0, 5);
    const Stopwatch since_then;
    sleep_for(51ms);
    switch (choose(4)) {
      case 0:
        cluster.expect_not_granted(1, 4, 5);
        break;
      case 1:
        cluster.expect_not_followed(1, 4, 5);
        break;
      case 2:
        cluster.send(1, VoteReply{4, true});
        break;
      case 3:
        cluster.send(1, HeartbeatReply{4, true});
        break;
    }
    sleep_for(kSoon);
    EXPECT_EQ(cluster.status(), Says(Role::kFollower, 5, 0));
    EXPECT_EQ(cluster.candidacy(), 6u);
    EXPECT_LT(since_then.time(), Elapsed(kTimeout + 40ms)) << "its time-out was put off";
  };
}

// 5.1: any message of a newer term brings the term with it.
TEST(Follower, NewerTermsAreTaken) {
  EXPLORE_SCRIPT() {
    OneServer cluster;
    cluster.expect_followed(0, 5);
    switch (choose(4)) {
      case 0:
        cluster.send(1, RequestVote{8, 1, 0, 0});
        break;
      case 1:
        cluster.send(1, VoteReply{8, false});
        break;
      case 2:
        cluster.send(1, HeartbeatReply{8, false});
        break;
      case 3:
        cluster.expect_followed(1, 8);
        return;
    }
    sleep_for(kSoon);
    EXPECT_EQ(cluster.status(), Says(Role::kFollower, 8)) << "who leads in term 8, it cannot know";
    EXPECT_EQ(cluster.candidacy(), 9u);
  };
}

// 5.2: heartbeats keep it quiet, for as long as they come.
TEST(Follower, HeartbeatsKeepItQuiet) {
  EXPLORE_SCRIPT() {
    OneServer cluster;
    for (int i = 0; i < 6; ++i) {
      cluster.expect_followed(0, 2);
      EXPECT_FALSE(cluster.next<RequestVote>(1, kTimeout - 30ms)) << "there is a leader";
    }
    EXPECT_EQ(cluster.candidacy(), 3u) << "there is none any more";
  };
}

// 5.2: each heartbeat begins a whole period.
TEST(Follower, AHeartbeatBeginsAWholePeriod) {
  EXPLORE_SCRIPT() {
    OneServer cluster;
    sleep_for(kTimeout - 1ms);
    cluster.send(0, Heartbeat{1, 0});
    EXPECT_FALSE(cluster.next<RequestVote>(1, kTimeout - 1ms));
  };
}

// 5.2: so does a vote that it gives. One that it refuses does not.
TEST(Follower, AVoteBeginsAWholePeriod) {
  EXPLORE_SCRIPT() {
    OneServer cluster;
    sleep_for(51ms);
    cluster.expect_granted(0, 1);
    EXPECT_FALSE(cluster.next<RequestVote>(0, kTimeout - 10ms)) << "it has just voted";
  };
}

TEST(Follower, ARefusalPutsNothingOff) {
  EXPLORE_SCRIPT() {
    OneServer cluster;
    cluster.expect_granted(0, 1);
    const Stopwatch since_then;
    sleep_for(51ms);
    cluster.expect_not_granted(1, 1, 1);
    EXPECT_EQ(cluster.candidacy(), 2u);
    EXPECT_LT(since_then.time(), Elapsed(kTimeout + 40ms)) << "its time-out was put off";
  };
}

// A heartbeat does not give the vote back.
TEST(Follower, AHeartbeatGivesNoVoteBack) {
  EXPLORE_SCRIPT() {
    OneServer cluster(4);
    cluster.expect_granted(0, 1);
    cluster.expect_followed(1, 1);
    cluster.expect_not_granted(2, 1, 1);
    cluster.expect_granted(0, 1);
  };
}

// Votes that nobody has asked for elect nobody.
TEST(Follower, IsNotElected) {
  EXPLORE_SCRIPT() {
    OneServer cluster;
    cluster.expect_followed(0, 1);
    for (const ServerId peer : {0, 1}) cluster.send(peer, VoteReply{1, true});
    sleep_for(kSoon);
    EXPECT_EQ(cluster.status(), Says(Role::kFollower, 1, 0));
  };
}

// Terms are numbers of 64 bits.
TEST(Follower, TermsMayBeLarge) {
  EXPLORE_SCRIPT() {
    const Term large = Term{1} << 40U;
    OneServer cluster(3, Vote{large, 0});
    EXPECT_EQ(cluster.status(), Says(Role::kFollower, large));
    cluster.expect_not_granted(1, 7, large);
    cluster.expect_granted(1, large + 1);
    EXPECT_EQ(cluster.candidacy(), large + 2);
  };
}

}  // namespace
}  // namespace under_test
