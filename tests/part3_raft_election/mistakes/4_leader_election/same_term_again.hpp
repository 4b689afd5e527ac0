// Mistake: A candidate that tries again does not count the term up.
// Verdict: never ends, wrong result
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

#include "provided/network.hpp"
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

// Each rule is a function of one server's state and of what happens to it. Nothing else is read or
// changed, so the caller may send and save whatever follows, and several servers may live in one
// program.
//
// Thread safety: calls for different states may run at the same time.

namespace voting_rules {

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

}  // namespace voting_rules

// Somebody asks for a vote. Returns the answer.
inline VoteReply on_request_vote(State& state, const RequestVote& request) {
  voting_rules::take_newer_term(state, request.term);
  const bool is_current = request.term == state.current_term;
  const bool may_vote = !state.voted_for || state.voted_for == request.candidate;
  const bool granted = is_current && may_vote && voting_rules::is_up_to_date(request, state);
  if (granted) {
    state.voted_for = request.candidate;
    state.reset_timer = true;  // Only now: else a candidate that cannot win would keep all quiet.
  }
  return {state.current_term, granted};
}

// A leader says that it is there. Returns the answer. A leader refuses a heartbeat of its own term.
inline HeartbeatReply on_heartbeat(State& state, const Heartbeat& heartbeat) {
  voting_rules::take_newer_term(state, heartbeat.term);
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
  if (state.role == Role::kFollower) ++state.current_term;
  state.role = Role::kCandidate;
  state.voted_for = state.self;
  state.votes = {state.self};  // The votes of an earlier term are gone.
  state.reset_timer = true;
  voting_rules::lead_if_elected(state);
  return {state.current_term, state.self, state.last_log_index, state.last_log_term};
}

// `from` has answered. Only a grant for the term in which this server is a candidate counts, and
// each server counts once.
inline void on_vote_reply(State& state, ServerId from, const VoteReply& reply) {
  voting_rules::take_newer_term(state, reply.term);
  if (state.role != Role::kCandidate || reply.term != state.current_term) return;
  if (!reply.granted) return;
  state.votes.insert(from);
  voting_rules::lead_if_elected(state);
}

// One server of a cluster. Its id is endpoint.id(), and the cluster is all nodes of the network.
//
// A started node has one thread. It waits for a message or for a deadline, whichever comes first;
// then it applies a rule, saves what it must not forget, and sends what follows. Nobody else
// changes its state.
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
  ~RaftNode() { stop(); }

  RaftNode(const RaftNode&) = delete;
  RaftNode& operator=(const RaftNode&) = delete;

  // Begins as a follower, with what the store remembers. Opens the endpoint if it was closed.
  // Starting twice is starting once.
  void start() {
    std::lock_guard control(control_);
    if (thread_.joinable()) return;
    {
      std::lock_guard lock(mutex_);
      begin_with(store_.load().value_or(Vote{}));
    }
    endpoint_.open();
    thread_ = std::thread([this] { run(); });
  }

  // Crashes or leaves: closes the endpoint, joins its thread. It may be started again. Stopping
  // twice is stopping once: a second stop, the destructor's too, touches nothing, since the
  // endpoint may be a successor's by then.
  void stop() {
    std::lock_guard control(control_);
    if (!thread_.joinable()) return;
    {
      std::lock_guard lock(mutex_);
      stopping_ = true;
      stop_.notify_one();
    }
    endpoint_.close();  // Whoever waits in receive or send returns.
    thread_.join();     // Without mutex_: the thread may need it to come to its end.
  }

  // Returns what this server is now. A stopped one says what it was last.
  Status status() const {
    std::lock_guard lock(mutex_);
    return {state_.role, state_.current_term, leader_};
  }

 private:
  using Clock = std::chrono::steady_clock;

  // A message that waits to be sent.
  struct Letter {
    ServerId to;
    RaftMessage message;
  };

  // ---- What the node's thread does. ----

  void run() {
    while (true) {
      const auto delivery = endpoint_.receive_until(deadline_);
      {
        std::unique_lock lock(mutex_);
        if (endpoint_.closed()) stop_.wait(lock, [this] { return stopping_; });
        if (stopping_) return;
        if (delivery) handle(delivery->from, delivery->message);
        if (Clock::now() >= deadline_) handle_deadline();
      }
      send_all();
    }
  }

  // Without mutex_: where the network lets senders wait, status() and stop() must not.
  void send_all() {
    for (Letter& letter : std::exchange(letters_, {})) {
      endpoint_.send(letter.to, std::move(letter.message));
    }
  }

  // ---- What happens to this server. mutex_ is held in all of it. ----

  void begin_with(const Vote& vote) {
    state_ = State();
    state_.self = endpoint_.id();
    state_.cluster_size = cluster_size_;
    state_.current_term = vote.current_term;
    state_.voted_for = vote.voted_for;
    leader_.reset();
    stopping_ = false;
    begin_period();
  }

  void handle(ServerId from, const RaftMessage& message) {
    const State before = state_;
    if (const auto* request = std::get_if<RequestVote>(&message)) {
      const VoteReply reply = on_request_vote(state_, *request);
      follow_up(before);
      send(from, reply);
    } else if (const auto* heartbeat = std::get_if<Heartbeat>(&message)) {
      const HeartbeatReply reply = on_heartbeat(state_, *heartbeat);
      follow_up(before);
      if (reply.success) leader_ = heartbeat->leader;
      send(from, reply);
    } else if (const auto* vote = std::get_if<VoteReply>(&message)) {
      on_vote_reply(state_, from, *vote);
      follow_up(before);
    } else if (const auto* answer = std::get_if<HeartbeatReply>(&message)) {
      voting_rules::take_newer_term(state_, answer->term);
      follow_up(before);
    }
  }

  // A leader says that it is there; anybody else has waited for too long.
  void handle_deadline() {
    if (state_.role == Role::kLeader) {
      send_heartbeats();
      return;
    }
    const State before = state_;
    const RequestVote request = on_timeout(state_);
    follow_up(before);
    if (state_.role == Role::kCandidate) send_to_others(request);
  }

  // Does what follows from a rule that has changed the state. Saving comes first: nothing is sent
  // before it, and status() says nothing before it.
  void follow_up(const State& before) {
    const bool new_term = state_.current_term != before.current_term;
    if (new_term || state_.voted_for != before.voted_for) {
      store_.save({state_.current_term, state_.voted_for});
    }
    if (new_term) leader_.reset();

    const bool led = before.role == Role::kLeader;
    const bool leads = state_.role == Role::kLeader;
    const bool reset_timer = std::exchange(state_.reset_timer, false);
    if (leads && !led) {
      leader_ = state_.self;
      send_heartbeats();  // At once: the others must not become candidates.
    } else if (reset_timer || (led && !leads)) {
      begin_period();
    }
  }

  // A length drawn anew each time: so two candidates that have split the votes do not do it again.
  void begin_period() {
    deadline_ = Clock::now() +
                random_.between(settings_.election_timeout_min, settings_.election_timeout_max);
  }

  void send_heartbeats() {
    send_to_others(Heartbeat{state_.current_term, state_.self});
    deadline_ = Clock::now() + settings_.heartbeat_every;
  }

  void send_to_others(const RaftMessage& message) {
    for (ServerId to = 0; to < cluster_size_; ++to) {
      if (to != state_.self) send(to, message);
    }
  }

  void send(ServerId to, const RaftMessage& message) { letters_.push_back({to, message}); }

  Endpoint<RaftMessage>& endpoint_;
  const std::size_t cluster_size_;
  const RaftSettings settings_;

  // These are the thread's alone while it runs, and start()'s before it does.
  StableStore<Vote>& store_;
  Random random_;
  Clock::time_point deadline_;  // When the thread does something without being asked: a follower or
                                // a candidate asks for votes, a leader sends heartbeats.
  std::vector<Letter> letters_;  // What is sent when mutex_ is free again.

  // Guards the three below. The thread changes them; status() reads them.
  mutable std::mutex mutex_;
  State state_;
  std::optional<ServerId> leader_;  // Of the current term.
  bool stopping_ = false;           // From stop() on, until the next start().
  // The thread waits here when somebody else has closed the endpoint: then stop() is all that can
  // come, and stop() notifies.
  std::condition_variable stop_;

  // One thread at a time starts or stops, and keeps this lock while it joins. Taken before mutex_.
  std::mutex control_;
  std::thread thread_;  // Guarded by control_.
};
