// The rules that 3.4 stands on, and roles and messages in words. The tests of 3.3 try their own
// rules; these are the short form.
#include "provided/voting_rules.hpp"

#include "provided/raft_words.hpp"
#include "workbook_test.hpp"

namespace under_test {
namespace {

State server(ServerId self, Term term) {
  State state;
  state.self = self;
  state.cluster_size = 3;
  state.current_term = term;
  return state;
}

TEST(ProvidedVotingRules, TwoOfThreeElect) {
  State candidate = server(0, 4);
  State voter = server(1, 4);
  const RequestVote request = on_timeout(candidate);
  EXPECT_EQ(in_words(request), "RequestVote{term 5, candidate 0, log 0 of term 0}");
  EXPECT_EQ(in_words(candidate), "server 0: candidate in term 5, voted for 0, votes of 0");
  const VoteReply reply = on_request_vote(voter, request);
  EXPECT_EQ(in_words(reply), "VoteReply{term 5, granted}");
  EXPECT_EQ(in_words(voter), "server 1: follower in term 5, voted for 0");
  on_vote_reply(candidate, 1, reply);
  EXPECT_EQ(in_words(candidate), "server 0: leader in term 5, voted for 0");
}

TEST(ProvidedVotingRules, OneVoteInATermAndNoneForAnOldLog) {
  State voter = server(1, 4);
  EXPECT_TRUE(on_request_vote(voter, {5, 0, 0, 0}).granted);
  EXPECT_TRUE(voter.reset_timer);
  EXPECT_TRUE(on_request_vote(voter, {5, 0, 0, 0}).granted);
  EXPECT_FALSE(on_request_vote(voter, {5, 2, 0, 0}).granted);
  EXPECT_TRUE(on_request_vote(voter, {6, 2, 0, 0}).granted);
  voter.last_log_index = 7;
  voter.last_log_term = 2;
  EXPECT_EQ(on_request_vote(voter, {7, 0, 9, 1}), (VoteReply{7, false}));
  EXPECT_EQ(on_request_vote(voter, {7, 0, 7, 2}), (VoteReply{7, true}));
}

TEST(ProvidedVotingRules, WhoFollowsIsNotElectedByLateVotes) {
  State candidate = server(0, 4);
  on_timeout(candidate);
  EXPECT_EQ(on_heartbeat(candidate, {5, 2}), (HeartbeatReply{5, true}));
  on_vote_reply(candidate, 1, {5, true});
  EXPECT_EQ(candidate.role, Role::kFollower);
  EXPECT_EQ(candidate.voted_for, 0u);
}

TEST(ProvidedVotingRules, NewerTermEndsLeading) {
  State leader = server(0, 4);
  on_timeout(leader);
  on_vote_reply(leader, 1, {5, true});
  EXPECT_EQ(on_heartbeat(leader, {5, 2}), (HeartbeatReply{5, false}));
  EXPECT_EQ(leader.role, Role::kLeader);
  on_vote_reply(leader, 2, {6, false});
  EXPECT_EQ(in_words(leader), "server 0: follower in term 6, voted for nobody");
}

TEST(ProvidedVotingRules, ClusterOfOneElectsItself) {
  State alone = server(0, 0);
  alone.cluster_size = 1;
  on_timeout(alone);
  EXPECT_EQ(in_words(alone.role), "leader");
}

TEST(RaftWords, SayWhatAMessageIs) {
  EXPECT_EQ(in_words(RaftMessage(VoteReply{3, false})), "VoteReply{term 3, refused}");
  EXPECT_EQ(in_words(RaftMessage(Heartbeat{3, 1})), "Heartbeat{term 3, leader 1}");
  EXPECT_EQ(in_words(RaftMessage(HeartbeatReply{3, true})), "HeartbeatReply{term 3, success}");
  EXPECT_EQ(in_words(RaftMessage(HeartbeatReply{3, false})), "HeartbeatReply{term 3, refused}");
}

}  // namespace
}  // namespace under_test
