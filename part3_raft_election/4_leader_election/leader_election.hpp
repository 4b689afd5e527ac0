// Exercise 3.4: the whole node: threads, timer, inbox, rules (Raft, 5.1, 5.2, 5.4.1, 5.6).
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

#include "provided/network.hpp"
#include "provided/not_written.hpp"
#include "provided/raft_types.hpp"
#include "provided/random.hpp"
#include "provided/stable_store.hpp"

// How long servers wait. 0 < heartbeat_every < election_timeout_min <= election_timeout_max.
struct RaftSettings {
  Duration election_timeout_min = std::chrono::milliseconds(150);
  Duration election_timeout_max = std::chrono::milliseconds(300);
  Duration heartbeat_every = std::chrono::milliseconds(50);
};

// What a server says of itself.
struct Status {
  Role role = Role::kFollower;
  Term term = 0;
  std::optional<ServerId> leader;  // Of this term, as far as this node knows; itself, if it leads.
};

// What must survive a crash (Figure 2, persistent state).
struct Vote {
  Term current_term = 0;
  std::optional<ServerId> voted_for;
};

// TODO 3.4a: provided/voting_rules.hpp has the rules of 3.3, provided/election_timer.hpp the timer
// of 3.1. Which of them do you want to use? Which threads does a node have, and what does each wait
// for?

// One server of a cluster. Its id is endpoint.id(), and the cluster is all nodes of the network.
//
// Thread safety: any number of threads may call start, stop and status at any time. Making and
// destroying is for one thread.
class RaftNode {
 public:
  // `cluster_size` is the size of the network. `store` is what is left of this node from before: it
  // is saved before an answer depends on it. `random` is this node's alone; the nodes' seeds
  // differ.
  RaftNode(Endpoint<RaftMessage>& endpoint, std::size_t cluster_size, StableStore<Vote>& store,
           Random random, const RaftSettings& settings = {})
      : endpoint_(endpoint),
        cluster_size_(cluster_size),
        settings_(settings),
        store_(store),
        random_(random) {}

  // Stops.
  ~RaftNode() {}  // TODO 3.4b

  RaftNode(const RaftNode&) = delete;
  RaftNode& operator=(const RaftNode&) = delete;

  // Begins as a follower, with what the store remembers. Opens the endpoint if it was closed.
  // Starting twice is starting once.
  void start() { not_written("3.4 start"); }  // TODO 3.4c

  // Crashes or leaves: closes the endpoint, joins its threads. It may be started again. Stopping
  // twice is stopping once: a second stop, the destructor's too, touches nothing, since the
  // endpoint may be a successor's by then.
  void stop() { not_written("3.4 stop"); }  // TODO 3.4d

  // Returns what this server is now. A stopped one says what it was last. Before the first start,
  // nothing is promised of it.
  Status status() const { not_written("3.4 status"); }  // TODO 3.4e

 private:
  Endpoint<RaftMessage>& endpoint_;
  const std::size_t cluster_size_;
  const RaftSettings settings_;
  StableStore<Vote>& store_;
  Random random_;

  // TODO 3.4f: what does a server know of itself (Figure 2), and which lock guards it?
  // TODO 3.4g: when does it do something without being asked, and which of its threads looks at the
  // clock?
  // TODO 3.4h: in which order does it change its state, save, and send? With which locks?
};
