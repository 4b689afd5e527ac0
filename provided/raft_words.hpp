// Roles and messages of an election in words, for logs of programs and for messages of tests.
#pragma once

#include <string>
#include <variant>

#include "provided/raft_types.hpp"

// Returns "follower", "candidate" or "leader".
inline std::string in_words(Role role) {
  switch (role) {
    case Role::kFollower:
      return "follower";
    case Role::kCandidate:
      return "candidate";
    case Role::kLeader:
      return "leader";
  }
  return "no role";
}

// Returns "RequestVote{term 3, candidate 1, log 7 of term 2}".
inline std::string in_words(const RequestVote& request) {
  return "RequestVote{term " + std::to_string(request.term) + ", candidate " +
         std::to_string(request.candidate) + ", log " + std::to_string(request.last_log_index) +
         " of term " + std::to_string(request.last_log_term) + "}";
}

// Returns "VoteReply{term 3, granted}" or "VoteReply{term 3, refused}".
inline std::string in_words(const VoteReply& reply) {
  return "VoteReply{term " + std::to_string(reply.term) +
         (reply.granted ? ", granted}" : ", refused}");
}

// Returns "Heartbeat{term 3, leader 1}".
inline std::string in_words(const Heartbeat& heartbeat) {
  return "Heartbeat{term " + std::to_string(heartbeat.term) + ", leader " +
         std::to_string(heartbeat.leader) + "}";
}

// Returns "HeartbeatReply{term 3, success}" or "HeartbeatReply{term 3, refused}".
inline std::string in_words(const HeartbeatReply& reply) {
  return "HeartbeatReply{term " + std::to_string(reply.term) +
         (reply.success ? ", success}" : ", refused}");
}

// Returns the message in words.
inline std::string in_words(const RaftMessage& message) {
  return std::visit([](const auto& kind) { return in_words(kind); }, message);
}

// Returns "server 1: candidate in term 3, voted for 1, votes of 1 2".
inline std::string in_words(const State& state) {
  std::string text = "server " + std::to_string(state.self) + ": " + in_words(state.role) +
                     " in term " + std::to_string(state.current_term) + ", voted for " +
                     (state.voted_for ? std::to_string(*state.voted_for) : "nobody");
  if (state.role == Role::kCandidate) {
    text += ", votes of";
    for (const ServerId voter : state.votes) text += " " + std::to_string(voter);
  }
  return text;
}
