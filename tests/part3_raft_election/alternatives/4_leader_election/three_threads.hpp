// Alternative: Three threads: one receives, the timer of 3.1 has one, and one sends heartbeats.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "provided/election_timer.hpp"
#include "provided/network.hpp"
#include "provided/raft_types.hpp"
#include "provided/random.hpp"
#include "provided/stable_store.hpp"
#include "provided/voting_rules.hpp"

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

// One server of a cluster. Its id is endpoint.id(), and the cluster is all nodes of the network.
//
// Thread safety: any number of threads may call start, stop and status at any time. Making and
// destroying is for one thread.
class RaftNode {
 public:
  RaftNode(Endpoint<RaftMessage>& endpoint, std::size_t cluster_size, StableStore<Vote>& store,
           Random random, const RaftSettings& settings = {})
      : endpoint_(endpoint),
        cluster_size_(cluster_size),
        settings_(settings),
        store_(store),
        random_(random),
        timer_(
            settings.election_timeout_min, settings.election_timeout_max,
            [this] { handle_timeout(); }, random_) {}

  ~RaftNode() { stop(); }

  RaftNode(const RaftNode&) = delete;
  RaftNode& operator=(const RaftNode&) = delete;

  void start() {
    std::lock_guard control(control_);
    if (receiver_.joinable()) return;
    const Vote vote = store_.load().value_or(Vote{});
    {
      std::lock_guard lock(mutex_);
      state_ = State();
      state_.self = endpoint_.id();
      state_.cluster_size = cluster_size_;
      state_.current_term = vote.current_term;
      state_.voted_for = vote.voted_for;
      leader_.reset();
      stopping_ = false;
    }
    endpoint_.open();
    receiver_ = std::thread([this] { receive(); });
    heart_ = std::thread([this] { beat(); });
    timer_.start();
  }

  void stop() {
    std::lock_guard control(control_);
    if (!receiver_.joinable()) return;
    {
      std::lock_guard lock(mutex_);
      stopping_ = true;
      leads_or_ends_.notify_all();
    }
    endpoint_.close();
    timer_.stop();
    receiver_.join();
    heart_.join();
  }

  Status status() const {
    std::lock_guard lock(mutex_);
    return {state_.role, state_.current_term, leader_};
  }

 private:
  using Letters = std::vector<std::pair<ServerId, RaftMessage>>;

  void receive() {
    while (const auto delivery = endpoint_.receive()) {
      Letters letters;
      bool reset = false;
      {
        std::lock_guard lock(mutex_);
        if (stopping_) return;
        reset = handle(delivery->from, delivery->message, letters);
      }
      if (reset) timer_.reset();
      send(letters);
    }
  }

  void beat() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
      if (state_.role != Role::kLeader) {
        leads_or_ends_.wait(lock);
        continue;
      }
      const Term term = state_.current_term;
      Letters letters;
      add_for_others(letters, Heartbeat{term, state_.self});
      lock.unlock();
      send(letters);
      lock.lock();
      leads_or_ends_.wait_for(lock, settings_.heartbeat_every, [&] {
        return stopping_ || state_.role != Role::kLeader || state_.current_term != term;
      });
    }
  }

  // In the timer's thread. A leader lets its timer run, and does not listen to it.
  void handle_timeout() {
    Letters letters;
    {
      std::lock_guard lock(mutex_);
      if (stopping_ || state_.role == Role::kLeader) return;
      const State before = state_;
      const RequestVote request = on_timeout(state_);
      follow_up(before);
      if (state_.role == Role::kCandidate) add_for_others(letters, request);
    }
    send(letters);
  }

  // Returns whether the timer begins anew. mutex_ is held.
  bool handle(ServerId from, const RaftMessage& message, Letters& letters) {
    const State before = state_;
    if (const auto* request = std::get_if<RequestVote>(&message)) {
      const VoteReply reply = on_request_vote(state_, *request);
      letters.emplace_back(from, reply);
    } else if (const auto* heartbeat = std::get_if<Heartbeat>(&message)) {
      const HeartbeatReply reply = on_heartbeat(state_, *heartbeat);
      letters.emplace_back(from, reply);
      const bool reset = follow_up(before);
      if (reply.success) leader_ = heartbeat->leader;
      return reset;
    } else if (const auto* vote = std::get_if<VoteReply>(&message)) {
      on_vote_reply(state_, from, *vote);
    } else if (const auto* answer = std::get_if<HeartbeatReply>(&message)) {
      voting_rules::take_newer_term(state_, answer->term);
    }
    return follow_up(before);
  }

  // The same.
  bool follow_up(const State& before) {
    const bool new_term = state_.current_term != before.current_term;
    if (new_term || state_.voted_for != before.voted_for) {
      store_.save({state_.current_term, state_.voted_for});
    }
    if (new_term) leader_.reset();
    const bool led = before.role == Role::kLeader;
    const bool leads = state_.role == Role::kLeader;
    if (leads) leader_ = state_.self;
    if (leads != led) leads_or_ends_.notify_all();
    return std::exchange(state_.reset_timer, false) || (led && !leads);
  }

  void add_for_others(Letters& letters, const RaftMessage& message) const {
    for (ServerId to = 0; to < cluster_size_; ++to) {
      if (to != endpoint_.id()) letters.emplace_back(to, message);
    }
  }

  void send(const Letters& letters) {
    for (const auto& [to, message] : letters) endpoint_.send(to, message);
  }

  Endpoint<RaftMessage>& endpoint_;
  const std::size_t cluster_size_;
  const RaftSettings settings_;
  StableStore<Vote>& store_;
  Random random_;  // The timer's.

  mutable std::mutex mutex_;  // Guards the store, and the three below.
  State state_;
  std::optional<ServerId> leader_;
  bool stopping_ = false;
  std::condition_variable leads_or_ends_;  // The heartbeats' thread waits here.

  std::mutex control_;    // Guards the two below. Taken before mutex_.
  std::thread receiver_;  // These two, and the timer's.
  std::thread heart_;
  ElectionTimer timer_;  // Its thread takes mutex_.
};
