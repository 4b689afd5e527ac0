// 3.3 as its tests see it.
#pragma once

#include "provided/raft_types.hpp"

namespace under_test {

// Calls the answer's.
VoteReply on_request_vote(State& state, const RequestVote& request);
HeartbeatReply on_heartbeat(State& state, const Heartbeat& heartbeat);
RequestVote on_timeout(State& state);
void on_vote_reply(State& state, ServerId from, const VoteReply& reply);

}  // namespace under_test
