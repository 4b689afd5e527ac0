// Whole clusters: what only several real servers show.
#include "4_leader_election_test.hpp"
#include "interleave/observer.hpp"

namespace under_test {
namespace {

std::size_t any_size() {
  constexpr std::size_t kSizes[] = {1, 2, 3, 5, 7};
  return kSizes[choose(5)];
}

// ---- When all is well. ----

TEST(ACluster, ElectsALeaderThatAllFollow) {
  EXPLORE_CLUSTER() {
    const std::size_t size = any_size();
    Election cluster(size, 1 + choose(20));
    cluster.servers.start_all();
    const ServerId leader = cluster.wait_until_all_follow();
    EXPECT_EQ(cluster.status(leader).role, Role::kLeader);
  };
}

// A term sends heartbeats and their answers, and nothing else.
TEST(ACluster, IsQuietWhenAllIsWell) {
  EXPLORE_CLUSTER() {
    const std::size_t size = any_size();
    Election cluster(size, 1 + choose(20));
    cluster.servers.start_all();
    const ServerId leader = cluster.wait_until_all_follow();
    sleep_for(100ms);
    const Says before = cluster.status(leader);
    const std::uint64_t sent = cluster.net.traffic().sent.messages;
    const std::size_t elects = cluster.invariants.election_messages();
    sleep_for(20 * 50ms);
    EXPECT_EQ(cluster.status(leader), before);
    EXPECT_TRUE(cluster.all_follow(leader));
    EXPECT_EQ(cluster.invariants.election_messages(), elects) << "there is a leader";
    EXPECT_LE(cluster.net.traffic().sent.messages - sent, 2 * (size - 1) * 21) << "in 20 periods";
  };
}

// ---- Leaders that leave and come back. ----

TEST(ACluster, ElectsAnotherLeaderWhenOneStops) {
  EXPLORE_CLUSTER() {
    Election cluster(3 + 2 * choose(2), 1 + choose(20));
    cluster.servers.start_all();
    const ServerId first = cluster.wait_for_leader();
    const Term term = cluster.status(first).term;
    cluster.servers.stop(first);
    const ServerId second = cluster.wait_until_all_follow();
    EXPECT_NE(second, first);
    EXPECT_GT(cluster.status(second).term, term);
    choose(2) == 0 ? cluster.servers.start(first) : cluster.servers.replace(first);
    const ServerId third = cluster.wait_until_all_follow();
    EXPECT_EQ(third, second) << "who comes back in time disturbs nobody";
  };
}

TEST(ACluster, AnOldLeaderStepsDownWhenItReturns) {
  EXPLORE_CLUSTER() {
    Election cluster(3 + 2 * choose(2), 1 + choose(20));
    cluster.servers.start_all();
    const ServerId first = cluster.wait_for_leader();
    const Term term = cluster.status(first).term;
    cluster.net.isolate(first);
    ServerId second = first;
    for (int i = 0; i < 300 && second == first; ++i) {
      sleep_for(kLook);
      second = cluster.leader().value_or(first);
    }
    EXPECT_NE(second, first) << "the others have a majority";
    cluster.net.heal();
    const ServerId third = cluster.wait_until_all_follow();
    EXPECT_GT(cluster.status(third).term, term);
    EXPECT_GT(cluster.status(first).term, term) << "its term is over";
  };
}

// ---- Majorities. ----

TEST(ACluster, HasNoLeaderWithoutAMajority) {
  EXPLORE_CLUSTER() {
    const std::size_t size = 2 + choose(4);
    Election cluster(size, 1 + choose(20));
    for (ServerId id = 0; id + 1 < cluster.majority(); ++id) cluster.servers.start(id);
    for (int i = 0; i < 40; ++i) {
      sleep_for(2 * kLook);
      for (ServerId id = 0; id + 1 < cluster.majority(); ++id) {
        EXPECT_NE(cluster.status(id).role, Role::kLeader) << "half of the servers, or fewer";
      }
    }
    cluster.servers.start(size - 1);
    cluster.wait_until_all_follow();
  };
}

// The leader is cut off with a minority, or with half. It may lead on in its old term. In a newer
// term nobody leads there.
TEST(ACluster, AMinorityElectsNobody) {
  EXPLORE_CLUSTER() {
    const std::size_t size = 3 + choose(3);
    Election cluster(size, 1 + choose(20));
    cluster.servers.start_all();
    const ServerId leader = cluster.wait_until_all_follow();
    const Term term = cluster.status(leader).term;
    std::vector<ServerId> cut_off;
    for (std::size_t i = 0; cut_off.size() < size / 2; ++i) cut_off.push_back((leader + i) % size);
    cluster.part(cut_off);
    for (int i = 0; i < 40; ++i) {
      sleep_for(2 * kLook);
      for (const ServerId id : cut_off) {
        const Says says = cluster.status(id);
        EXPECT_TRUE(says.role != Role::kLeader || says.term == term) << says;
      }
    }
    if (size % 2 == 1) cluster.wait_for_leader();
    cluster.net.heal();
    cluster.wait_until_all_follow();
  };
}

// ---- Split votes. ----

// Everybody has voted for itself: all requests of the first terms are lost.
TEST(ACluster, ASplitVoteIsFollowedByAnotherElection) {
  EXPLORE_CLUSTER() {
    const Term split = 1 + choose(3);
    const NetworkSettings network = slow_links(1 + choose(20));
    const auto lose_first =
        [split, faults = SeededFaults(network)](const Passage<RaftMessage>& passage) -> Fate {
      const auto* request = std::get_if<RequestVote>(&passage.message);
      if (request && request->term <= split) return {.lost = true};
      return faults(passage);
    };
    Election cluster(3 + 2 * choose(2), network, lose_first);
    cluster.servers.start_all();
    const ServerId leader = cluster.wait_until_all_follow();
    EXPECT_GT(cluster.status(leader).term, split);
  };
}

// All timers are equal, for as long as the least time-out is the greatest one, too: the votes split
// in each term. Then the servers come back, and each draws its own.
TEST(ACluster, EqualTimersSplitTheVotesUntilTheyAreDrawn) {
  EXPLORE_CLUSTER() {
    const std::uint64_t seed = 1 + choose(20);
    const NetworkSettings network{.delay_min = 10ms, .delay_max = 10ms, .seed = seed};
    std::vector<Vote> left;
    {
      Election cluster(3, network, {150ms, 150ms, 50ms});
      cluster.servers.start_all();
      cluster.watch(800ms);
      cluster.servers.stop_all();
      for (ServerId id = 0; id < 3; ++id) left.push_back(*cluster.servers.saved(id));
    }
    Election cluster(3, network);
    for (ServerId id = 0; id < 3; ++id) cluster.servers.make(id, left[id]);
    cluster.servers.start_all();
    const ServerId leader = cluster.wait_until_all_follow();
    EXPECT_GT(cluster.status(leader).term, left[leader].current_term);
  };
}

// Times that are drawn differ. With little room between the least and the greatest, too.
TEST(ACluster, ElectsALeaderWithLittleRoomForTimeouts) {
  EXPLORE_CLUSTER() {
    const NetworkSettings network{.delay_min = 2ms, .delay_max = 4ms, .seed = 1 + choose(20)};
    Election cluster(2 + choose(4), network, {60ms, 100ms, 20ms});
    cluster.servers.start_all();
    cluster.wait_until_all_follow();
  };
}

// Two and three servers whose timers end at once, and messages that take no time: all orders that
// fit into the budget.
TEST(ACluster, AnElectionOfEqualsHasOneWinnerAtMost) {
  EXPLORE_SO_MANY(160, 160) {
    Election cluster(2 + choose(2), NetworkSettings{}, all_alike());
    cluster.servers.start_all();
    sleep_for(kTimeout + kSoon);
    for (ServerId id = 0; id < cluster.size(); ++id) cluster.status(id);
    cluster.servers.stop_all();
    EXPECT_EQ(interleave::threads_alive(), 1u);
  };
}

// ---- The end. ----

TEST(ACluster, MayBeStoppedAtAnyMoment) {
  EXPLORE_CLUSTER() {
    Election cluster(3, 1 + choose(20));
    cluster.servers.start_all();
    sleep_for(20ms * (5 + choose(20)));
    const auto stop = [&](ServerId id) { cluster.servers[id].stop(); };
    together({"first", [&] { stop(0), stop(1); }}, {"second", [&] { stop(1), stop(2); }},
             {"third", [&] { stop(2), stop(0); }});
    EXPECT_EQ(interleave::threads_alive(), 1u) << "a thread of a server still runs";
    const std::uint64_t sent = cluster.net.traffic().sent.messages;
    sleep_for(1s);
    EXPECT_EQ(cluster.net.traffic().sent.messages, sent);
  };
}

}  // namespace
}  // namespace under_test
