// One node's end of a simulated network: it sends, and it has an inbox. provided/network.hpp says
// what the network promises.
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "provided/network_settings.hpp"

template <typename Message>
class Network;

// What a receive function returns: a message, and the node that sent it.
template <typename Message>
struct Delivery {
  NodeId from = 0;
  Message message;
};

// A node's end of the network. Network makes one for each node; network.endpoint(id) returns it.
//
// Thread safety: any number of threads may call any member at any time.
template <typename Message>
class Endpoint {
 public:
  using Clock = std::chrono::steady_clock;
  using Faults = std::function<Fate(const Passage<Message>&)>;

  // What all endpoints of a network share. Nothing in it changes once the network is made.
  struct Shared {
    NetworkSettings settings;
    Faults faults;
    std::vector<std::unique_ptr<Endpoint>> endpoints;
  };

  // For Network alone.
  Endpoint(NodeId id, std::size_t nodes, const Shared& shared)
      : id_(id), shared_(shared), links_(nodes) {}

  Endpoint(const Endpoint&) = delete;
  Endpoint& operator=(const Endpoint&) = delete;

  NodeId id() const { return id_; }

  // Sends `message` to the node `to`, which may be this one. Returns at once, and does not tell
  // whether it arrives; with WhenFull::kWait it waits for room first. Does nothing if this endpoint
  // is closed, also when that happens while it waits.
  // Throws std::out_of_range if there is no such node.
  void send(NodeId to, Message message) {
    shared_.endpoints.at(to)->accept(id_, std::move(message));
  }

  // Waits for a message and returns it. Returns std::nullopt once the endpoint is closed.
  std::optional<Delivery<Message>> receive() { return receive_before(std::nullopt); }

  // The same, but returns std::nullopt also when none has come until `deadline`. A message that
  // comes just then is returned. Ask closed() which of the two it was, if that matters.
  std::optional<Delivery<Message>> receive_until(Clock::time_point deadline) {
    return receive_before(deadline);
  }

  // The same, with a duration from now on.
  template <typename Rep, typename Period>
  std::optional<Delivery<Message>> receive_for(std::chrono::duration<Rep, Period> longest) {
    // Compared as floating-point seconds: hours::max() has no number of nanoseconds.
    using Seconds = std::chrono::duration<double>;
    const Clock::time_point now = Clock::now();
    if (Seconds(longest) >= Seconds(Clock::time_point::max() - now)) return receive();
    return receive_until(now + std::chrono::ceil<Clock::duration>(longest));
  }

  // Returns a message if one is there now, std::nullopt otherwise. Never waits for one.
  std::optional<Delivery<Message>> try_receive() {
    std::lock_guard lock(inbox_mutex_);
    if (closed_ || items_.empty() || !is_due(items_.front())) return std::nullopt;
    return take_first();
  }

  // From now on nothing is sent from here and nothing is received. Everybody who waits in a member
  // of this endpoint returns. What has not been received is lost. Closing twice is closing once.
  void close() {
    {
      std::lock_guard lock(inbox_mutex_);
      close_inbox();
    }
    for (const auto& other : shared_.endpoints) other->set_sender_closed(id_, true);
  }

  // Opens it again, with an empty inbox: the node has been started anew. Whatever was on its way
  // when the endpoint was closed, and whatever came since, is lost.
  void open() {
    for (const auto& other : shared_.endpoints) other->set_sender_closed(id_, false);
    std::lock_guard lock(inbox_mutex_);
    closed_ = false;
  }

  bool closed() const {
    std::lock_guard lock(inbox_mutex_);
    return closed_;
  }

 private:
  friend class Network<Message>;

  // A link that goes up and down: up for `up`, then down for `down`, and so on, from `start`.
  struct Flapping {
    Clock::time_point start;
    std::chrono::nanoseconds up;
    std::chrono::nanoseconds down;

    bool is_down() const { return (Clock::now() - start) % (up + down) >= up; }
  };

  // The way here from one node.
  struct Link {
    bool cut = false;
    bool sender_closed = false;
    std::optional<Flapping> flapping;
    std::uint64_t passages = 0;  // Messages that have set out.
    Traffic traffic;
  };

  struct Item {
    Clock::time_point due;
    NodeId from;
    std::size_t bytes;
    Message message;
  };

  // Due at once, whatever the time is: the clock is read only where there are delays.
  static constexpr Clock::time_point kAtOnce = Clock::time_point::min();

  // ---- What a sender does, in the sender's thread. ----

  void accept(NodeId from, Message message) {
    std::unique_lock lock(inbox_mutex_);
    Link& link = links_[from];
    if (link.sender_closed) return;
    const std::uint64_t number = ++link.passages;
    Fate fate{.lost = true};
    if (!is_broken(link)) fate = shared_.faults(Passage<Message>{from, id_, number, message});
    if (!fate.lost && shared_.settings.when_full == WhenFull::kWait) {
      room_.wait(lock, [&] { return !is_full() || link.sender_closed || is_broken(link); });
      if (link.sender_closed) return;
      fate.lost = is_broken(link);
    }
    put(link, fate, from, message);
  }

  // Requires: inbox_mutex_ is held.
  bool is_broken(const Link& link) const {
    return closed_ || link.cut || (link.flapping && link.flapping->is_down());
  }

  // Requires: inbox_mutex_ is held.
  bool is_full() const { return items_.size() >= shared_.settings.inbox_capacity; }

  // Counts the message, and puts it where its fate wants it. Requires: inbox_mutex_ is held.
  void put(Link& link, const Fate& fate, NodeId from, Message& message) {
    const std::size_t bytes = ByteCount<Message>()(message);
    link.traffic.sent.add(bytes);
    if (fate.lost) {
      link.traffic.lost.add(bytes);
      return;
    }
    if (fate.doubled) {
      link.traffic.duplicated.add(bytes);
      put_copy(link, {due_after(fate.delay), from, bytes, message}, fate.overtakes);
      put_copy(link, {due_after(fate.second_delay), from, bytes, std::move(message)}, false);
    } else {
      put_copy(link, {due_after(fate.delay), from, bytes, std::move(message)}, fate.overtakes);
    }
    // All of them: a thread that waits has looked at what was the earliest message then.
    arrived_.notify_all();
  }

  static Clock::time_point due_after(std::chrono::nanoseconds delay) {
    return delay > std::chrono::nanoseconds(0) ? Clock::now() + delay : kAtOnce;
  }

  // Requires: inbox_mutex_ is held.
  void put_copy(Link& link, Item item, bool overtakes) {
    if (is_full()) {
      link.traffic.refused.add(item.bytes);
      return;
    }
    link.traffic.waiting.add(item.bytes);
    if (overtakes && !items_.empty()) item.due = std::min(item.due, items_.front().due);
    const auto place =
        overtakes ? items_.begin()
                  : std::upper_bound(items_.begin(), items_.end(), item,
                                     [](const Item& a, const Item& b) { return a.due < b.due; });
    items_.insert(place, std::move(item));
  }

  // ---- What a receiver does. ----

  std::optional<Delivery<Message>> receive_before(std::optional<Clock::time_point> deadline) {
    std::unique_lock lock(inbox_mutex_);
    while (!closed_) {
      if (!items_.empty() && is_due(items_.front())) return take_first();
      if (deadline && Clock::now() >= *deadline) return std::nullopt;
      wait(lock, deadline);
    }
    return std::nullopt;
  }

  // Waits until something was sent here, the earliest message is due, or the deadline has come.
  void wait(std::unique_lock<std::mutex>& lock, std::optional<Clock::time_point> until) {
    if (!items_.empty()) until = std::min(until.value_or(items_.front().due), items_.front().due);
    if (until) {
      arrived_.wait_until(lock, *until);
    } else {
      arrived_.wait(lock);
    }
  }

  static bool is_due(const Item& item) { return item.due == kAtOnce || item.due <= Clock::now(); }

  // Requires: inbox_mutex_ is held, and there is an item.
  Delivery<Message> take_first() {
    Item item = std::move(items_.front());
    items_.pop_front();
    Traffic& traffic = links_[item.from].traffic;
    traffic.waiting.remove(item.bytes);
    traffic.delivered.add(item.bytes);
    tell_senders();
    return {item.from, std::move(item.message)};
  }

  // ---- What the network does. ----

  // Requires: inbox_mutex_ is held.
  void close_inbox() {
    closed_ = true;
    for (const Item& item : items_) {
      Traffic& traffic = links_[item.from].traffic;
      traffic.waiting.remove(item.bytes);
      traffic.lost.add(item.bytes);
    }
    items_.clear();
    arrived_.notify_all();
    tell_senders();
  }

  void set_sender_closed(NodeId from, bool closed) {
    std::lock_guard lock(inbox_mutex_);
    links_[from].sender_closed = closed;
    tell_senders();
  }

  // Senders wait for room only where a full inbox makes them. They wait for more than one thing,
  // so all of them look. Requires: inbox_mutex_ is held.
  void tell_senders() {
    if (shared_.settings.when_full == WhenFull::kWait) room_.notify_all();
  }

  const NodeId id_;
  const Shared& shared_;

  mutable std::mutex inbox_mutex_;  // Guards all below. No thread ever holds two of these.
  bool closed_ = false;
  std::deque<Item> items_;   // By `due`, the earliest first; never more than there is room for.
  std::vector<Link> links_;  // One for each node that may send here, by its id.

  std::condition_variable arrived_;  // Receivers wait here, for a message or the end.
  std::condition_variable room_;     // Senders wait here, for room, a cut or the end.
};
