// Exercise 3.3: the rules of an election, without threads (Raft, 5.1, 5.2, 5.4.1 and Figure 2).
#pragma once

#include "provided/raft_types.hpp"

// Each rule is a function of one server's state and of what happens to it. Nothing else is read or
// changed, so the caller may send and save whatever follows, and several servers may live in one
// program.
//
// Thread safety: calls for different states may run at the same time.

// 5.1: whoever sees a newer term takes it, and becomes a follower. In that term it has not voted.
inline void take_newer_term(State& state, Term term) {
  if (term <= state.current_term) return;
  state.current_term = term;
  state.voted_for.reset();  // Only here, with the term: a vote counts for as long as its term.
  state.role = Role::kFollower;
}

// 5.4.1: a log that ends in a later term is more up to date; in the same term, the longer one is.
inline bool is_up_to_date(const RequestVote& request, const State& state) {
  if (request.last_log_term != state.last_log_term) {
    return request.last_log_term > state.last_log_term;
  }
  return request.last_log_index >= state.last_log_index;
}

// 5.2: more than half of the whole cluster elects. The candidate's own vote is one of them.
inline void lead_if_elected(State& state) {
  if (state.votes.size() > state.cluster_size / 2) state.role = Role::kLeader;
}

// Somebody asks for a vote. Returns the answer.
inline VoteReply on_request_vote(State& state, const RequestVote& request) {
  take_newer_term(state, request.term);
  const bool is_current = request.term == state.current_term;
  const bool may_vote = !state.voted_for || state.voted_for == request.candidate;
  const bool granted = is_current && may_vote && is_up_to_date(request, state);
  if (granted) {
    state.voted_for = request.candidate;
    state.reset_timer = true;  // Only now: else a candidate that cannot win would keep all quiet.
  }
  return {state.current_term, granted};
}

// A leader says that it is there. Returns the answer. A leader refuses a heartbeat of its own term.
inline HeartbeatReply on_heartbeat(State& state, const Heartbeat& heartbeat) {
  take_newer_term(state, heartbeat.term);
  const bool is_current = heartbeat.term == state.current_term;
  const bool accepted = is_current && state.role != Role::kLeader;
  if (accepted) {
    state.role = Role::kFollower;  // A candidate of this term has lost. Its vote stays given.
    state.reset_timer = true;
  }
  return {state.current_term, accepted};
}

// Nobody has led for too long: this server becomes a candidate in the next term. Returns what goes
// to all others. A cluster of one elects itself.
// Requires: it is not a leader.
inline RequestVote on_timeout(State& state) {
  ++state.current_term;
  state.role = Role::kCandidate;
  state.voted_for = state.self;
  state.votes = {state.self};  // The votes of an earlier term are gone.
  state.reset_timer = true;
  lead_if_elected(state);
  return {state.current_term, state.self, state.last_log_index, state.last_log_term};
}

// `from` has answered. Only a grant for the term in which this server is a candidate counts, and
// each server counts once.
inline void on_vote_reply(State& state, ServerId from, const VoteReply& reply) {
  take_newer_term(state, reply.term);
  if (state.role != Role::kCandidate || reply.term != state.current_term) return;
  if (!reply.granted) return;
  state.votes.insert(from);
  lead_if_elected(state);
}
