#include <voting_rules.hpp>  // The answer.

#include "3_voting_rules/voting_rules.hpp"

namespace under_test {

VoteReply on_request_vote(State& state, const RequestVote& request) {
  return ::on_request_vote(state, request);
}

HeartbeatReply on_heartbeat(State& state, const Heartbeat& heartbeat) {
  return ::on_heartbeat(state, heartbeat);
}

RequestVote on_timeout(State& state) { return ::on_timeout(state); }

void on_vote_reply(State& state, ServerId from, const VoteReply& reply) {
  ::on_vote_reply(state, from, reply);
}

}  // namespace under_test
