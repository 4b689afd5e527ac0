// Mistake: It subtracts the lengths and looks at the sign of a small number.
// Verdict: wrong result
#pragma once

#include "provided/raft_types.hpp"

inline void take_newer_term(State& state, Term term) {
  if (term <= state.current_term) return;
  state.current_term = term;
  state.voted_for.reset();
  state.role = Role::kFollower;
}

inline bool is_up_to_date(const RequestVote& request, const State& state) {
  if (request.last_log_term != state.last_log_term) {
    return request.last_log_term > state.last_log_term;
  }
  return static_cast<int>(request.last_log_index - state.last_log_index) >= 0;
}

inline void lead_if_elected(State& state) {
  if (state.votes.size() > state.cluster_size / 2) state.role = Role::kLeader;
}

inline VoteReply on_request_vote(State& state, const RequestVote& request) {
  take_newer_term(state, request.term);
  const bool is_current = request.term == state.current_term;
  const bool may_vote = !state.voted_for || state.voted_for == request.candidate;
  const bool granted = is_current && may_vote && is_up_to_date(request, state);
  if (granted) {
    state.voted_for = request.candidate;
    state.reset_timer = true;
  }
  return {state.current_term, granted};
}

inline HeartbeatReply on_heartbeat(State& state, const Heartbeat& heartbeat) {
  take_newer_term(state, heartbeat.term);
  const bool is_current = heartbeat.term == state.current_term;
  const bool accepted = is_current && state.role != Role::kLeader;
  if (accepted) {
    state.role = Role::kFollower;
    state.reset_timer = true;
  }
  return {state.current_term, accepted};
}

inline RequestVote on_timeout(State& state) {
  ++state.current_term;
  state.role = Role::kCandidate;
  state.voted_for = state.self;
  state.votes = {state.self};
  state.reset_timer = true;
  lead_if_elected(state);
  return {state.current_term, state.self, state.last_log_index, state.last_log_term};
}

inline void on_vote_reply(State& state, ServerId from, const VoteReply& reply) {
  take_newer_term(state, reply.term);
  if (state.role != Role::kCandidate || reply.term != state.current_term) return;
  if (!reply.granted) return;
  state.votes.insert(from);
  lead_if_elected(state);
}
