// Exercise 3.3: the rules of an election, without threads (Raft, 5.1, 5.2, 5.4.1 and Figure 2).
#pragma once

#include "provided/not_written.hpp"
#include "provided/raft_types.hpp"

// Each rule is a function of one server's state and of what happens to it. Nothing else is read or
// changed. `State` and the messages stand in provided/raft_types.hpp.
//
// A newer term in any of these is taken over, and this server becomes a follower (5.1).
//
// Thread safety: calls for different states may run at the same time.

// TODO 3.3a: what do all rules do first when they see a newer term? What belongs to a term, and
// goes with it? When is a log at least as up to date as another (5.4.1)? When is a candidate
// elected? Each may be a small function of its own.

// Somebody asks for a vote. Returns the answer: its term is this server's, after it has looked at
// the request.
inline VoteReply on_request_vote(State& state, const RequestVote& request) {
  not_written("3.3 on_request_vote");  // TODO 3.3b
}

// A leader says that it is there. Returns the answer. A leader refuses a heartbeat of its own term.
inline HeartbeatReply on_heartbeat(State& state, const Heartbeat& heartbeat) {
  not_written("3.3 on_heartbeat");  // TODO 3.3c
}

// Nobody has led for too long: this server becomes a candidate in the next term. Returns what goes
// to all others. A cluster of one elects itself.
// Requires: it is not a leader.
inline RequestVote on_timeout(State& state) { not_written("3.3 on_timeout"); }  // TODO 3.3d

// `from` has answered. A grant counts if this server is a candidate in the term of the answer;
// each server counts once. With the votes of more than half of the whole cluster, it leads.
inline void on_vote_reply(State& state, ServerId from, const VoteReply& reply) {
  not_written("3.3 on_vote_reply");  // TODO 3.3e
}
