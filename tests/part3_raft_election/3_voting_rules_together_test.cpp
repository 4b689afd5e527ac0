// More of 3.3: several rules in a row, large numbers, and several servers in one program.
#include "3_voting_rules_test.hpp"

namespace under_test {
namespace {

using Timer = After::Timer;
constexpr Term kFarTerm = Term{1} << 40;

// ---- Several rules in a row. ----

TEST(VotingRules, TwoElectionsOneAfterTheOther) {
  EXPLORE {
    State state = candidate(1, {0});
    EXPECT_EQ(in_words(state.role), "leader") << "5.2: two of three";
    on_heartbeat(state, {2, 0});
    EXPECT_EQ(in_words(state.role), "follower") << "5.1: there is a newer term";
    on_timeout(state);
    EXPECT_EQ(in_words(state.role), "candidate") << "5.2: the vote of term 1 is gone";
    on_vote_reply(state, 0, {1, true});
    EXPECT_EQ(in_words(state.role), "candidate") << "5.1: this vote is of term 1";
    on_vote_reply(state, 2, {3, true});
    EXPECT_EQ(in_words(state.role), "leader") << "5.2: two of three";
  };
}

TEST(VotingRules, VoteIsKeptThroughAHeartbeatOfTheTerm) {
  EXPLORE {
    State state = follower(5);
    on_request_vote(state, {5, 2, 0, 0});
    on_heartbeat(state, {5, 2});
    EXPECT_FALSE(on_request_vote(state, {5, 0, 0, 0}).granted) << "5.2: one vote in a term";
    EXPECT_TRUE(on_request_vote(state, {6, 0, 0, 0}).granted) << "5.1: another term, another vote";
  };
}

TEST(VotingRules, CandidateThatGivesUpHasStillVoted) {
  EXPLORE {
    State state = candidate(5);
    on_heartbeat(state, {5, 2});
    EXPECT_FALSE(on_request_vote(state, {5, 0, 0, 0}).granted) << "5.2: it voted for itself";
  };
}

TEST(VotingRules, VotesOfThreeElectionsDoNotAddUp) {
  EXPLORE {
    State state = follower(0, {}, 5);
    for (const ServerId from : {0u, 2u, 3u}) {
      const Term term = on_timeout(state).term;
      on_vote_reply(state, from, {term, true});
      EXPECT_EQ(in_words(state.role), "candidate") << "5.2: two of five, in term " << term;
    }
  };
}

// ---- Large numbers. ----

TEST(VotingRules, TermsAndLogsMayBeLarge) {
  EXPLORE {
    const std::string rule = "5.1: terms are numbers of 64 bits";
    expect_vote(follower(kFarTerm, 0), {kFarTerm + 1, 2, 0, 0}, true,
                {Role::kFollower, kFarTerm + 1, 2, Timer::kAnew}, rule);
    expect_vote(follower(kFarTerm + 1), {1, 2, 0, 0}, false, {Role::kFollower, kFarTerm + 1, {}},
                rule);
    expect_heartbeat(follower(5), {kFarTerm + 5, 2}, true,
                     {Role::kFollower, kFarTerm + 5, {}, Timer::kAnew}, rule);
    expect_reply(candidate(kFarTerm + 5), 0, {5, true}, {Role::kCandidate, kFarTerm + 5, 1}, rule);
    expect_vote(with_log(follower(9), kFarTerm, 3), {9, 2, 1, 3}, false, {Role::kFollower, 9, {}},
                "5.4.1: log indices are numbers of 64 bits");
    expect_vote(with_log(follower(9), 1, kFarTerm), {9, 2, 1, 1}, false, {Role::kFollower, 9, {}},
                "5.4.1: the terms of logs are numbers of 64 bits");
  };
}

TEST(VotingRules, ThereMayBeManyServers) {
  EXPLORE {
    for (const std::size_t servers : {10u, 11u, 101u, 300u}) {
      State state = candidate(1, {}, servers);
      for (std::size_t votes = 1; votes <= servers / 2; ++votes) {
        EXPECT_EQ(in_words(state.role), "candidate") << votes << " votes of " << servers;
        on_vote_reply(state, 1 + votes, {1, true});
      }
      EXPECT_EQ(in_words(state.role), "leader") << "with more than half of " << servers;
    }
  };
}

// ---- Several servers. ----

TEST(VotingRules, TwoCandidatesCountTheirOwnVotesOnly) {
  EXPLORE {
    State anna = candidate(1, {}, 5);
    State ben = candidate(1, {}, 5);
    on_vote_reply(anna, 2, {1, true});
    on_vote_reply(ben, 3, {1, true});
    EXPECT_EQ(in_words(anna.role), "candidate") << "5.2: two of five";
    EXPECT_EQ(in_words(ben.role), "candidate") << "5.2: two of five";
  };
}

TEST(VotingRules, TwoServersInOneProgramHaveNothingInCommon) {
  EXPLORE {
    const auto run_for_election = [] {
      State state = candidate(1, {}, 5);
      on_vote_reply(state, 2, {1, true});
      on_request_vote(state, {1, 3, 0, 0});
      EXPECT_EQ(in_words(state.role), "candidate") << "5.2: two of five";
      on_vote_reply(state, 3, {1, true});
      EXPECT_EQ(in_words(state.role), "leader") << "5.2: three of five";
      on_heartbeat(state, {2, 0});
    };
    together({"anna", run_for_election}, {"ben", run_for_election});
  };
}

}  // namespace
}  // namespace under_test
