// 3.4 as its tests see it.
#pragma once

#include <chrono>
#include <optional>

#include "node.hpp"
#include "provided/raft_types.hpp"
#include "provided/random.hpp"

// These three are token for token as the answer's: the contract says what is in them.

struct RaftSettings {
  Duration election_timeout_min = std::chrono::milliseconds(150);
  Duration election_timeout_max = std::chrono::milliseconds(300);
  Duration heartbeat_every = std::chrono::milliseconds(50);
};

struct Status {
  Role role = Role::kFollower;
  Term term = 0;
  std::optional<ServerId> leader;
};

struct Vote {
  Term current_term = 0;
  std::optional<ServerId> voted_for;
};
