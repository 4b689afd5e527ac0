// Exercise 2.9: one value, chosen once (Lamport, "Paxos Made Simple", 2001).
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

// The number of a proposal. No two nodes have the same one: their ids differ.
struct Ballot {
  std::uint64_t round = 0;  // 0 is no ballot. Compared first.
  NodeId node = 0;

  auto operator<=>(const Ballot&) const = default;
};

// What an acceptor has accepted last, if anything.
struct Proposal {
  Ballot ballot;
  int value = 0;
};

// What nodes tell each other.
struct PaxosMessage {
  enum class Kind {
    kPrepare,   // Phase 1a: will you promise to take part in no lower ballot?
    kPromise,   // Phase 1b: yes. `accepted` is what this acceptor has accepted so far.
    kAccept,    // Phase 2a: please accept `accepted`.
    kAccepted,  // Phase 2b: done.
    kRefused,   // I have promised `ballot` to another one: lower ones are in vain.
    kChosen,    // A majority has accepted `accepted`.
  };

  Kind kind = Kind::kPrepare;
  Ballot ballot;
  std::optional<Proposal> accepted{};
};

// What an acceptor must not forget, also when it crashes. That includes the ballots that its own
// proposer has used: it promises each of them to itself first.
struct AcceptorState {
  Ballot promised;
  std::optional<Proposal> accepted;
};

// A proposer, an acceptor and a learner in one node. Node ids are 0 to nodes - 1.
//
// Whatever the network loses, doubles, delays or cuts, and whichever nodes stop and are made again
// with their store: no two nodes ever learn different values, and the value is one that was
// proposed. The network drops what finds no room in an inbox.
//
// Thread safety: any number of threads may call propose(), chosen() and stop() at any time. Making
// and destroying a node is for one thread, while no other one uses it.
class PaxosNode {
 public:
  // Opens the endpoint if it was closed. `nodes` is the size of the network; this node's id is
  // endpoint.id(), and no other object uses the endpoint. `store` is what is left of this node from
  // before, empty at first: whatever a promise or an acceptance depends on is saved there before it
  // is answered.
  // A proposer waits up to `retry_after` for each majority. When that is over, it rests for a time
  // drawn from 0 to `retry_after`, so that two proposers do not meet for ever, and tries again with
  // a higher number.
  // Requires: retry_after > 0. `random` is this node's alone, and the nodes' seeds differ.
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

  // Stops.
  ~PaxosNode() { stop(); }

  PaxosNode(const PaxosNode&) = delete;
  PaxosNode& operator=(const PaxosNode&) = delete;

  // Proposes `value`, and returns the value that is chosen: this one or another. Returns nothing
  // once stop() was called, also when the value is known.
  std::optional<int> propose(int value) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return is_over() || !try_; });  // One at a time.
    while (!is_over()) {
      try_once(value, lock);
      rest(lock);
      try_.reset();
    }
    changed_.notify_all();
    return stopped_ ? std::nullopt : chosen_;
  }

  // Returns the chosen value if this node knows of it. A node that proposes nothing need not learn.
  std::optional<int> chosen() const {
    std::lock_guard lock(mutex_);
    return chosen_;
  }

  // Ends every propose(), closes the endpoint, and joins its threads. Stopping twice is stopping
  // once: a second stop, the destructor's too, touches nothing, since the endpoint may be a
  // successor's by then.
  void stop() {
    std::lock_guard stopping(stop_mutex_);
    if (!listener_.joinable()) return;
    {
      std::lock_guard lock(mutex_);
      stopped_ = true;  // From here on propose() sends nothing.
      changed_.notify_all();
    }
    endpoint_.close();
    listener_.join();
  }

 private:
  using Kind = PaxosMessage::Kind;

  // One try of this node's proposer, with one ballot.
  struct Try {
    Ballot ballot;
    std::set<NodeId> promised{};         // Who has promised. Sets, since a copy of an answer
    std::set<NodeId> accepted{};         // is no second answer.
    std::optional<Proposal> highest{};   // Of all that those who promised had accepted.
    std::optional<Proposal> proposal{};  // What it asks to accept, once it may ask.
  };

  // ---- The proposer, in a thread that has called propose(). mutex_ is held in all of it, and
  // released in the waits. ----

  bool is_over() const { return stopped_ || chosen_; }

  bool is_majority(const std::set<NodeId>& nodes) const { return nodes.size() > nodes_ / 2; }

  // Both phases with a new ballot.
  void try_once(int value, std::unique_lock<std::mutex>& lock) {
    try_ = Try{.ballot = {++highest_round_, endpoint_.id()}};
    promise(try_->ballot);
    note_promise(endpoint_.id(), acceptor_.accepted);
    send_to_others({.kind = Kind::kPrepare, .ballot = try_->ballot});
    const auto promised = [this] { return is_over() || is_majority(try_->promised); };
    if (!changed_.wait_for(lock, retry_after_, promised) || is_over()) return;

    // If somebody may have accepted a value, it may be chosen: then it must be that one.
    try_->proposal = Proposal{try_->ballot, try_->highest ? try_->highest->value : value};
    const Proposal proposal = *try_->proposal;
    if (accept(proposal)) note_accepted(endpoint_.id());
    send_to_others({.kind = Kind::kAccept, .ballot = proposal.ballot, .accepted = proposal});
    changed_.wait_for(lock, retry_after_, [this] { return is_over(); });
  }

  // Lets a rival go first: its time is another one, as its seed is.
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

  // What answers do to the try. Those to an earlier one are too late.
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

  // ---- The acceptor. mutex_ is held, and what it promises or accepts is saved when it returns.
  // ----

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

  // ---- The learner. mutex_ is held. ----

  void learn(int value) {
    chosen_ = value;
    changed_.notify_all();
  }

  // ---- The listening thread ----

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
        break;  // Its round is noted: the next ballot will be higher.
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

  // Guards all below, up to stop_mutex_. It is held while messages are sent: a send never waits.
  mutable std::mutex mutex_;
  StableStore<AcceptorState>& store_;
  const Duration retry_after_;
  Random random_;
  AcceptorState acceptor_;       // As saved.
  std::uint64_t highest_round_;  // The highest round that this node has heard of.
  std::optional<Try> try_;       // While a thread is in the loop of propose(): no other one is.
  std::optional<int> chosen_;
  bool stopped_ = false;
  // Proposers wait here. Notified with each answer that counts, when a value is chosen, when the
  // turn of a proposer is over, and by stop().
  std::condition_variable changed_;

  std::mutex stop_mutex_;  // Two threads may call stop() at once, but only one may join.
  std::thread listener_;   // Guarded by stop_mutex_. The last member, as it uses the others.
};
