// The rules as a table: each row is a line of Figure 2 of the paper (Ongaro and Ousterhout, "In
// Search of an Understandable Consensus Algorithm", extended version), with its section.
#include "3_voting_rules_test.hpp"

namespace under_test {
namespace {

using Timer = After::Timer;
constexpr Role kFollower = Role::kFollower;
constexpr Role kCandidate = Role::kCandidate;
constexpr Role kLeader = Role::kLeader;

// ---- Time-outs: Figure 2, Rules for Servers, Candidates (5.2). ----

TEST(VotingRules, WhoTimesOutBecomesACandidateOfTheNextTerm) {
  EXPLORE {
    const std::string rule = "Figure 2, Candidates (5.2): next term, vote for yourself, ask all";
    expect_timeout(follower(0), {kCandidate, 1, 1, Timer::kAnew}, rule);
    expect_timeout(follower(6, 2), {kCandidate, 7, 1, Timer::kAnew}, rule);
    expect_timeout(with_log(follower(6), 12, 5), {kCandidate, 7, 1, Timer::kAnew}, rule);
  };
}

TEST(VotingRules, CandidateThatTimesOutBeginsANewElection) {
  EXPLORE {
    const std::string rule = "Figure 2, Candidates (5.2): election timeout, so a new election";
    expect_timeout(candidate(4), {kCandidate, 5, 1, Timer::kAnew}, rule);
    expect_timeout(candidate(4, {0}, 5), {kCandidate, 5, 1, Timer::kAnew}, rule);
  };
}

TEST(VotingRules, ClusterOfOneElectsItself) {
  EXPLORE {
    State state = follower(3, {}, 1);
    const RequestVote request = on_timeout(state);
    EXPECT_EQ(in_words(request), in_words(RequestVote{4, 1, 0, 0}));
    EXPECT_EQ(looks(state.role, state.current_term, state.voted_for, true),
              looks(kLeader, 4, 1, true))
        << "5.2: its own vote is more than half of one";
  };
}

// ---- Requests for votes: Figure 2, RequestVote RPC, Receiver implementation. ----

TEST(VotingRules, RefusesACandidateOfAnOlderTerm) {
  EXPLORE {
    const std::string rule = "Figure 2, RequestVote 1 (5.1): term < currentTerm";
    expect_vote(follower(5), {4, 2, 9, 4}, false, {kFollower, 5, {}}, rule);
    expect_vote(follower(5, 2), {4, 2, 9, 4}, false, {kFollower, 5, 2}, rule);
    expect_vote(candidate(5), {4, 2, 9, 4}, false, {kCandidate, 5, 1}, rule);
    expect_vote(leader(5), {4, 2, 9, 4}, false, {kLeader, 5, 1}, rule);
  };
}

TEST(VotingRules, GrantsItsVoteOnceInATerm) {
  EXPLORE {
    const std::string rule = "Figure 2, RequestVote 2 (5.2): votedFor is null or candidateId";
    expect_vote(follower(5), {5, 2, 0, 0}, true, {kFollower, 5, 2, Timer::kAnew}, rule);
    expect_vote(follower(5), {5, 0, 0, 0}, true, {kFollower, 5, 0, Timer::kAnew}, rule);
    expect_vote(follower(5, 0), {5, 2, 0, 0}, false, {kFollower, 5, 0}, rule);
    expect_vote(follower(5, 2), {5, 0, 0, 0}, false, {kFollower, 5, 2}, rule);
    expect_vote(follower(5, 1), {5, 2, 0, 0}, false, {kFollower, 5, 1}, rule);
  };
}

TEST(VotingRules, GrantsAgainToTheOneItVotedFor) {
  EXPLORE {
    const std::string rule = "Figure 2, RequestVote 2 (5.2): votedFor is candidateId";
    expect_vote(follower(5, 2), {5, 2, 0, 0}, true, {kFollower, 5, 2, Timer::kAnew}, rule);
    expect_vote(follower(5, 0), {5, 0, 0, 0}, true, {kFollower, 5, 0, Timer::kAnew}, rule);
  };
}

TEST(VotingRules, CandidateAndLeaderHaveGivenTheirVoteToThemselves) {
  EXPLORE {
    const std::string rule = "Figure 2, Candidates (5.2): they vote for themselves";
    expect_vote(candidate(5), {5, 2, 9, 4}, false, {kCandidate, 5, 1}, rule);
    expect_vote(leader(5), {5, 2, 9, 4}, false, {kLeader, 5, 1}, rule);
  };
}

TEST(VotingRules, NewTermBringsANewVote) {
  EXPLORE {
    const std::string rule = "Figure 2, All Servers (5.1): take a newer term, become a follower";
    expect_vote(follower(5), {7, 2, 0, 0}, true, {kFollower, 7, 2, Timer::kAnew}, rule);
    expect_vote(follower(5, 0), {6, 2, 0, 0}, true, {kFollower, 6, 2, Timer::kAnew}, rule);
    expect_vote(follower(5, 2), {6, 2, 0, 0}, true, {kFollower, 6, 2, Timer::kAnew}, rule);
    expect_vote(candidate(5), {6, 2, 0, 0}, true, {kFollower, 6, 2, Timer::kAnew}, rule);
    expect_vote(leader(5), {6, 2, 0, 0}, true, {kFollower, 6, 2, Timer::kEither}, rule);
  };
}

TEST(VotingRules, LogMustBeAtLeastAsUpToDate) {
  EXPLORE {
    const std::string rule = "Figure 2, RequestVote 2 (5.4.1): the candidate's log";
    const State state = with_log(follower(9), 5, 3);
    const After granted{kFollower, 9, 2, Timer::kAnew};
    const After refused{kFollower, 9, {}};
    expect_vote(state, {9, 2, 5, 3}, true, granted, rule + ": the same");
    expect_vote(state, {9, 2, 6, 3}, true, granted, rule + ": longer, in the same term");
    expect_vote(state, {9, 2, 4, 3}, false, refused, rule + ": shorter, in the same term");
    expect_vote(state, {9, 2, 1, 4}, true, granted, rule + ": shorter, and ends in a later term");
    expect_vote(state, {9, 2, 8, 2}, false, refused, rule + ": longer, and ends in an older term");
    expect_vote(state, {9, 2, 0, 0}, false, refused, rule + ": empty");
    expect_vote(state, {9, 2, 6, 4}, true, granted, rule + ": longer, and ends in a later term");
    expect_vote(state, {9, 2, 4, 2}, false, refused, rule + ": shorter, and ends in an older term");
  };
}

TEST(VotingRules, LogMattersAlsoWhereTheVoteWasGivenBefore) {
  EXPLORE {
    const std::string rule = "Figure 2, RequestVote 2 (5.2, 5.4.1): both must hold";
    const State state = with_log(follower(9, 0), 5, 3);
    expect_vote(state, {9, 2, 6, 4}, false, {kFollower, 9, 0}, rule);
    expect_vote(state, {9, 0, 4, 3}, false, {kFollower, 9, 0}, rule);
  };
}

TEST(VotingRules, TakesTheNewTermOfACandidateThatItRefuses) {
  EXPLORE {
    const std::string rule = "Figure 2, All Servers (5.1): whatever the answer, the newer term";
    const auto old_log = [](State state) { return with_log(state, 5, 3); };
    expect_vote(old_log(follower(5)), {7, 2, 4, 3}, false, {kFollower, 7, {}}, rule);
    expect_vote(old_log(follower(5, 2)), {7, 2, 4, 3}, false, {kFollower, 7, {}}, rule);
    expect_vote(old_log(candidate(5)), {7, 2, 4, 3}, false, {kFollower, 7, {}}, rule);
    expect_vote(old_log(leader(5)), {7, 2, 4, 3}, false, {kFollower, 7, {}, Timer::kEither}, rule);
  };
}

// ---- Heartbeats: Figure 2, AppendEntries RPC without entries. ----

TEST(VotingRules, RefusesALeaderOfAnOlderTerm) {
  EXPLORE {
    const std::string rule = "Figure 2, AppendEntries 1 (5.1): term < currentTerm";
    expect_heartbeat(follower(5, 2), {4, 2}, false, {kFollower, 5, 2}, rule);
    expect_heartbeat(candidate(5), {4, 2}, false, {kCandidate, 5, 1}, rule);
    expect_heartbeat(leader(5), {4, 2}, false, {kLeader, 5, 1}, rule);
  };
}

TEST(VotingRules, FollowsTheLeaderOfItsTermAndKeepsItsVote) {
  EXPLORE {
    const std::string rule = "Figure 2, Followers (5.2): the vote of a term stays given";
    expect_heartbeat(follower(5), {5, 2}, true, {kFollower, 5, {}, Timer::kAnew}, rule);
    expect_heartbeat(follower(5, 2), {5, 2}, true, {kFollower, 5, 2, Timer::kAnew}, rule);
    expect_heartbeat(follower(5, 0), {5, 2}, true, {kFollower, 5, 0, Timer::kAnew}, rule);
  };
}

TEST(VotingRules, CandidateFollowsTheLeaderOfItsTerm) {
  EXPLORE {
    const std::string rule = "Figure 2, Candidates (5.2): AppendEntries from a new leader";
    expect_heartbeat(candidate(5), {5, 2}, true, {kFollower, 5, 1, Timer::kAnew}, rule);
    expect_heartbeat(candidate(5, {0}, 5), {5, 2}, true, {kFollower, 5, 1, Timer::kAnew}, rule);
  };
}

TEST(VotingRules, LeaderRefusesAHeartbeatOfItsOwnTerm) {
  EXPLORE {
    const std::string rule = "5.2: there is at most one leader in a term, and this is it";
    expect_heartbeat(leader(5), {5, 2}, false, {kLeader, 5, 1}, rule);
  };
}

TEST(VotingRules, FollowsTheLeaderOfANewerTerm) {
  EXPLORE {
    const std::string rule = "Figure 2, All Servers (5.1): take a newer term, become a follower";
    expect_heartbeat(follower(5, 0), {7, 2}, true, {kFollower, 7, {}, Timer::kAnew}, rule);
    expect_heartbeat(candidate(5), {6, 2}, true, {kFollower, 6, {}, Timer::kAnew}, rule);
    expect_heartbeat(leader(5), {6, 2}, true, {kFollower, 6, {}, Timer::kEither}, rule);
  };
}

// ---- Answers: Figure 2, Rules for Servers, Candidates (5.2). ----

TEST(VotingRules, LeadsWithTheVotesOfMoreThanHalf) {
  EXPLORE {
    const std::string rule = "Figure 2, Candidates (5.2): votes from a majority of servers";
    expect_reply(candidate(5, {}, 2), 0, {5, true}, {kLeader, 5, 1}, rule + " of 2");
    expect_reply(candidate(5, {}, 3), 0, {5, true}, {kLeader, 5, 1}, rule + " of 3");
    expect_reply(candidate(5, {}, 4), 0, {5, true}, {kCandidate, 5, 1}, rule + " of 4");
    expect_reply(candidate(5, {2}, 4), 0, {5, true}, {kLeader, 5, 1}, rule + " of 4");
    expect_reply(candidate(5, {}, 5), 0, {5, true}, {kCandidate, 5, 1}, rule + " of 5");
    expect_reply(candidate(5, {3}, 5), 0, {5, true}, {kLeader, 5, 1}, rule + " of 5");
    expect_reply(candidate(5, {3, 4}, 7), 0, {5, true}, {kLeader, 5, 1}, rule + " of 7");
    expect_reply(candidate(5, {3}, 7), 0, {5, true}, {kCandidate, 5, 1}, rule + " of 7");
    expect_reply(candidate(5, {3, 4}, 6), 0, {5, true}, {kLeader, 5, 1}, rule + " of 6");
  };
}

TEST(VotingRules, CountsEachServerOnce) {
  EXPLORE {
    const std::string rule = "5.2: a majority of servers, not of messages";
    expect_reply(candidate(5, {0}, 5), 0, {5, true}, {kCandidate, 5, 1}, rule);
    expect_reply(candidate(5, {0, 4}, 7), 4, {5, true}, {kCandidate, 5, 1}, rule);
  };
}

TEST(VotingRules, RefusalIsNoVote) {
  EXPLORE {
    const std::string rule = "5.2: only a granted vote counts; the candidate goes on";
    expect_reply(candidate(5), 0, {5, false}, {kCandidate, 5, 1}, rule);
    State state = candidate(5, {}, 5);
    for (const ServerId from : {0u, 2u, 3u, 4u}) on_vote_reply(state, from, {5, false});
    expect_reply(state, 0, {5, false}, {kCandidate, 5, 1}, rule);
    expect_reply(candidate(5, {0}, 5), 2, {5, false}, {kCandidate, 5, 1}, rule);
  };
}

TEST(VotingRules, VoteOfAnOlderTermDoesNotCount) {
  EXPLORE {
    const std::string rule = "5.1: a candidate asks in its own term only";
    expect_reply(candidate(5), 0, {4, true}, {kCandidate, 5, 1}, rule);
    State state = candidate(4, {}, 5);
    on_vote_reply(state, 0, {4, true});
    on_timeout(state);
    state.reset_timer = false;
    expect_reply(state, 2, {5, true}, {kCandidate, 5, 1}, rule + ", so the old vote is gone");
  };
}

TEST(VotingRules, FollowerTakesANewerTermOfAnAnswer) {
  EXPLORE {
    const std::string rule = "Figure 2, All Servers (5.1): take a newer term, vote for nobody";
    expect_reply(follower(5, 0), 0, {6, false}, {kFollower, 6, {}}, rule);
  };
}

TEST(VotingRules, AnswerWithANewerTermEndsTheElection) {
  EXPLORE {
    const std::string rule = "Figure 2, All Servers (5.1): take a newer term, become a follower";
    expect_reply(candidate(5), 0, {6, false}, {kFollower, 6, {}}, rule);
    expect_reply(candidate(5, {2}, 5), 0, {8, false}, {kFollower, 8, {}}, rule);
    expect_reply(leader(5), 0, {6, false}, {kFollower, 6, {}, Timer::kEither}, rule);
  };
}

TEST(VotingRules, LateVotesMakeNobodyALeader) {
  EXPLORE {
    const std::string rule = "5.2: who follows is no candidate any more";
    State state = candidate(5);
    on_heartbeat(state, {5, 2});
    state.reset_timer = false;
    expect_reply(state, 0, {5, true}, {kFollower, 5, 1}, rule);
    expect_reply(follower(5, 1, 2), 0, {5, true}, {kFollower, 5, 1}, rule);
    expect_reply(follower(5, 0), 0, {5, true}, {kFollower, 5, 0}, rule);
  };
}

TEST(VotingRules, LeaderStaysLeaderAtLaterAnswers) {
  EXPLORE {
    const std::string rule = "5.2: a leader leads until it hears of a newer term";
    expect_reply(leader(5), 0, {5, true}, {kLeader, 5, 1}, rule);
    expect_reply(leader(5), 0, {5, false}, {kLeader, 5, 1}, rule);
    expect_reply(leader(5), 0, {4, true}, {kLeader, 5, 1}, rule);
  };
}

}  // namespace
}  // namespace under_test
