// Mistake: The second phase takes a new number, for which nobody has promised anything.
// Verdict: wrong result
#pragma once

#include <algorithm>
#include <chrono>
#include <compare>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

#include "provided/network.hpp"
#include "provided/random.hpp"
#include "provided/stable_store.hpp"

struct Ballot {
  std::uint64_t round = 0;
  NodeId node = 0;

  auto operator<=>(const Ballot&) const = default;
};

struct Proposal {
  Ballot ballot;
  int value = 0;
};

struct PaxosMessage {
  enum class Kind {
    kPrepare,
    kPromise,
    kAccept,
    kAccepted,
    kRefused,
    kChosen,
  };

  Kind kind = Kind::kPrepare;
  Ballot ballot;
  std::optional<Proposal> accepted{};
};

struct AcceptorState {
  Ballot promised;
  std::optional<Proposal> accepted;
};

class PaxosNode {
 public:
  PaxosNode(Endpoint<PaxosMessage>& endpoint, std::size_t nodes, StableStore<AcceptorState>& store,
            Duration retry_after, Random random)
      : endpoint_(endpoint),
        nodes_(nodes),
        store_(store),
        retry_after_(retry_after),
        random_(random),
        acceptor_(store.load().value_or(AcceptorState{})),
        highest_round_(acceptor_.promised.round) {
    endpoint_.open();
    listener_ = std::thread([this] { listen(); });
  }

  ~PaxosNode() { stop(); }

  PaxosNode(const PaxosNode&) = delete;
  PaxosNode& operator=(const PaxosNode&) = delete;

  std::optional<int> propose(int value) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return is_over() || !try_; });
    while (!is_over()) {
      try_once(value, lock);
      rest(lock);
      try_.reset();
    }
    changed_.notify_all();
    return stopped_ ? std::nullopt : chosen_;
  }

  std::optional<int> chosen() const {
    std::lock_guard lock(mutex_);
    return chosen_;
  }

  void stop() {
    std::lock_guard stopping(stop_mutex_);
    if (!listener_.joinable()) return;
    {
      std::lock_guard lock(mutex_);
      stopped_ = true;
      changed_.notify_all();
    }
    endpoint_.close();
    listener_.join();
  }

 private:
  using Kind = PaxosMessage::Kind;

  struct Try {
    Ballot ballot;
    std::set<NodeId> promised{};
    std::set<NodeId> accepted{};
    std::optional<Proposal> highest{};
    std::optional<Proposal> proposal{};
  };

  bool is_over() const { return stopped_ || chosen_; }

  bool is_majority(const std::set<NodeId>& nodes) const { return nodes.size() > nodes_ / 2; }

  void try_once(int value, std::unique_lock<std::mutex>& lock) {
    try_ = Try{.ballot = {++highest_round_, endpoint_.id()}};
    promise(try_->ballot);
    note_promise(endpoint_.id(), acceptor_.accepted);
    send_to_others({.kind = Kind::kPrepare, .ballot = try_->ballot});
    const auto promised = [this] { return is_over() || is_majority(try_->promised); };
    if (!changed_.wait_for(lock, retry_after_, promised) || is_over()) return;

    try_->ballot.round = ++highest_round_;
    try_->proposal = Proposal{try_->ballot, try_->highest ? try_->highest->value : value};
    const Proposal proposal = *try_->proposal;
    if (accept(proposal)) note_accepted(endpoint_.id());
    send_to_others({.kind = Kind::kAccept, .ballot = proposal.ballot, .accepted = proposal});
    changed_.wait_for(lock, retry_after_, [this] { return is_over(); });
  }

  void rest(std::unique_lock<std::mutex>& lock) {
    if (is_over()) return;
    const Duration time = random_.between(Duration(0), retry_after_);
    changed_.wait_for(lock, time, [this] { return is_over(); });
  }

  void send_to_others(const PaxosMessage& message) {
    for (NodeId node = 0; node < nodes_; ++node) {
      if (node != endpoint_.id()) endpoint_.send(node, message);
    }
  }

  void note_promise(NodeId from, const std::optional<Proposal>& accepted) {
    try_->promised.insert(from);
    if (accepted && (!try_->highest || accepted->ballot > try_->highest->ballot)) {
      try_->highest = accepted;
    }
    changed_.notify_all();
  }

  void note_accepted(NodeId from) {
    try_->accepted.insert(from);
    if (!is_majority(try_->accepted)) return;
    learn(try_->proposal->value);
    send_to_others({.kind = Kind::kChosen, .ballot = try_->ballot, .accepted = try_->proposal});
  }

  bool promise(Ballot ballot) {
    if (ballot <= acceptor_.promised) return false;
    acceptor_.promised = ballot;
    store_.save(acceptor_);
    return true;
  }

  bool accept(const Proposal& proposal) {
    if (proposal.ballot < acceptor_.promised) return false;
    acceptor_ = {proposal.ballot, proposal};
    store_.save(acceptor_);
    return true;
  }

  void learn(int value) {
    chosen_ = value;
    changed_.notify_all();
  }

  void listen() {
    while (const auto delivery = endpoint_.receive()) {
      std::lock_guard lock(mutex_);
      if (!stopped_) receive(delivery->from, delivery->message);
    }
  }

  void receive(NodeId from, const PaxosMessage& message) {
    highest_round_ = std::max(highest_round_, message.ballot.round);
    const bool to_this_try = try_ && message.ballot == try_->ballot;
    switch (message.kind) {
      case Kind::kPrepare:
        if (promise(message.ballot)) {
          answer(from, Kind::kPromise, message.ballot, acceptor_.accepted);
        } else {
          answer(from, Kind::kRefused, acceptor_.promised, {});
        }
        break;
      case Kind::kPromise:
        if (to_this_try && !try_->proposal) note_promise(from, message.accepted);
        break;
      case Kind::kAccept:
        if (accept(*message.accepted)) {
          answer(from, Kind::kAccepted, message.ballot, {});
        } else {
          answer(from, Kind::kRefused, acceptor_.promised, {});
        }
        break;
      case Kind::kAccepted:
        if (to_this_try && !chosen_) note_accepted(from);
        break;
      case Kind::kRefused:
        break;
      case Kind::kChosen:
        learn(message.accepted->value);
        break;
    }
  }

  void answer(NodeId to, Kind kind, Ballot ballot, const std::optional<Proposal>& accepted) {
    endpoint_.send(to, {.kind = kind, .ballot = ballot, .accepted = accepted});
  }

  Endpoint<PaxosMessage>& endpoint_;
  const std::size_t nodes_;

  mutable std::mutex mutex_;
  StableStore<AcceptorState>& store_;
  const Duration retry_after_;
  Random random_;
  AcceptorState acceptor_;
  std::uint64_t highest_round_;
  std::optional<Try> try_;
  std::optional<int> chosen_;
  bool stopped_ = false;
  std::condition_variable changed_;

  std::mutex stop_mutex_;
  std::thread listener_;
};
