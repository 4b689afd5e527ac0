// The words of Raft's election (Ongaro and Ousterhout, "In Search of an Understandable Consensus
// Algorithm", extended version, Figure 2): terms, servers, roles, messages, and one server's state.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <variant>

#include "provided/network_settings.hpp"

// A period of time with at most one leader. Terms are counted, and never go back (5.1).
using Term = std::uint64_t;

// A place in a log. The first entry has 1; 0 means that there is none.
using LogIndex = std::uint64_t;

// A server's address in the network.
using ServerId = NodeId;

// What a server is at the moment (5.1).
enum class Role { kFollower, kCandidate, kLeader };

// A candidate asks for a vote in its term.
struct RequestVote {
  Term term = 0;
  ServerId candidate = 0;
  LogIndex last_log_index = 0;  // Of the candidate's last log entry.
  Term last_log_term = 0;       // Likewise.
  bool operator==(const RequestVote&) const = default;
};

// The answer to a RequestVote.
struct VoteReply {
  Term term = 0;  // The replier's, after it has looked at the request.
  bool granted = false;
  bool operator==(const VoteReply&) const = default;
};

// A leader says that it is there: an AppendEntries without entries.
struct Heartbeat {
  Term term = 0;
  ServerId leader = 0;
  bool operator==(const Heartbeat&) const = default;
};

// The answer to a Heartbeat.
struct HeartbeatReply {
  Term term = 0;  // The replier's, after it has looked at the heartbeat.
  bool success = false;
  bool operator==(const HeartbeatReply&) const = default;
};

// What servers send to each other.
using RaftMessage = std::variant<RequestVote, VoteReply, Heartbeat, HeartbeatReply>;

// What the rules of an election work on: one server's state.
struct State {
  ServerId self = 0;
  std::size_t cluster_size = 1;  // How many servers there are, this one among them.
  Term current_term = 0;
  std::optional<ServerId> voted_for;  // In current_term.
  Role role = Role::kFollower;
  std::set<ServerId> votes;     // Who granted in current_term. Read only while role is kCandidate.
  LogIndex last_log_index = 0;  // Of the last entry in this server's log.
  Term last_log_term = 0;       // Likewise.

  // A rule sets it to have the election timer begin anew, and the caller clears it: on granting a
  // vote, on accepting a heartbeat, on becoming a candidate. When a leader becomes a follower,
  // either is right. Otherwise a rule leaves it as it is.
  bool reset_timer = false;
};
