// Exercise 2.8: a number reaches every node, over links that lose messages.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include "provided/network.hpp"

// What nodes tell each other: a number, or that a number has arrived.
struct GossipMessage {
  int number = 0;
  bool is_acknowledgement = false;
};

// A node that spreads numbers among its neighbours, who spread them on.
//
// It listens from when it is made until stop(), with at most two threads of its own, however many
// neighbours, numbers and cuts there are: one listens, and one sends again what is due.
//
// Thread safety: any number of threads may call broadcast(), read() and stop() at any time. Making
// and destroying a node is for one thread, while no other one uses it.
class GossipNode {
 public:
  // `neighbours` are the nodes that it may send to. They know this node as a neighbour, too, and it
  // is not among them. No other object uses `endpoint`.
  // What a neighbour has not acknowledged `retry_after` after the last try is sent again then, each
  // time, and not before. The network may lose, double, delay and reorder messages; it drops what
  // finds no room in an inbox; and a link may be cut for a while.
  // Requires: retry_after > 0.
  GossipNode(Endpoint<GossipMessage>& endpoint, std::vector<NodeId> neighbours,
             std::chrono::nanoseconds retry_after)
      : endpoint_(endpoint),
        neighbours_(std::move(neighbours)),
        retry_after_(retry_after),
        listener_([this] { listen(); }),
        retrier_([this] { send_again(); }) {}

  // Stops.
  ~GossipNode() { stop(); }

  GossipNode(const GossipNode&) = delete;
  GossipNode& operator=(const GossipNode&) = delete;

  // Makes `number` known to all. Returns at once; from then on it is in read(). Telling the same
  // number twice is telling it once.
  void broadcast(int number) { tell_all_but(endpoint_.id(), number); }

  // Returns all numbers that have reached this node.
  std::set<int> read() const {
    std::lock_guard lock(mutex_);
    return numbers_;
  }

  // Sends nothing more, closes the endpoint, and joins its threads. Stopping twice is stopping
  // once, also at the same time: each call returns only when the threads are joined. broadcast()
  // after that does nothing.
  void stop() {
    {
      std::lock_guard lock(mutex_);
      stopped_ = true;
      changed_.notify_all();
    }
    endpoint_.close();
    std::lock_guard joining(join_mutex_);
    if (listener_.joinable()) listener_.join();
    if (retrier_.joinable()) retrier_.join();
  }

 private:
  using Clock = std::chrono::steady_clock;

  // Something that a neighbour has been told, and when it is told again.
  struct Told {
    NodeId neighbour;
    int number;
    Clock::time_point again_at;
  };

  // What listener_ does until the endpoint is closed.
  void listen() {
    while (const auto delivery = endpoint_.receive()) {
      const auto [number, is_acknowledgement] = delivery->message;
      if (!is_acknowledgement) {
        // Always, also if it is known: the first acknowledgement may have been lost.
        endpoint_.send(delivery->from, {.number = number, .is_acknowledgement = true});
        tell_all_but(delivery->from, number);
      }
      // Whoever tells a number knows it, as well as one that acknowledges it.
      std::lock_guard lock(mutex_);
      unacknowledged_.erase({delivery->from, number});
    }
  }

  // If the number is new: keeps it, and tells it to all neighbours but the one it came from.
  void tell_all_but(NodeId source, int number) {
    {
      std::lock_guard lock(mutex_);
      if (stopped_ || !numbers_.insert(number).second) return;
      const Clock::time_point again_at = Clock::now() + retry_after_;
      for (const NodeId neighbour : neighbours_) {
        if (neighbour == source) continue;
        unacknowledged_.insert({neighbour, number});
        told_.push_back({neighbour, number, again_at});
      }
      changed_.notify_all();
    }
    // After it is noted: an acknowledgement may come at once.
    for (const NodeId neighbour : neighbours_) {
      if (neighbour != source) endpoint_.send(neighbour, {.number = number});
    }
  }

  // What retrier_ does until stop().
  void send_again() {
    std::unique_lock lock(mutex_);
    while (!stopped_) {
      if (told_.empty()) {
        changed_.wait(lock);
      } else if (Clock::now() < told_.front().again_at) {
        changed_.wait_until(lock, told_.front().again_at);
      } else {
        repeat_the_first(lock);
      }
    }
  }

  // Sends the first of told_ again, unless it has been acknowledged meanwhile.
  void repeat_the_first(std::unique_lock<std::mutex>& lock) {
    Told told = told_.front();
    told_.pop_front();
    if (!unacknowledged_.contains({told.neighbour, told.number})) return;
    told.again_at = Clock::now() + retry_after_;
    told_.push_back(told);
    lock.unlock();  // Nobody waits for this node's lock while it sends.
    endpoint_.send(told.neighbour, {.number = told.number});
    lock.lock();
  }

  Endpoint<GossipMessage>& endpoint_;
  const std::vector<NodeId> neighbours_;
  const std::chrono::nanoseconds retry_after_;

  mutable std::mutex mutex_;  // Guards the next four.
  std::set<int> numbers_;     // All that have reached this node. Each is told on when it is new.
  std::set<std::pair<NodeId, int>> unacknowledged_;  // Who has not yet said that it knows what.
  // What is to be looked at again, the earliest first: retry_after_ is the same for all, so what is
  // told last is due last. Everything unacknowledged is in here, and some that is not any more.
  std::deque<Told> told_;
  bool stopped_ = false;
  std::condition_variable changed_;  // retrier_ waits here. Notified when told_ grows, and by stop.

  std::mutex join_mutex_;  // Two threads may call stop() at once, but only one may join.
  std::thread listener_;   // Guarded by join_mutex_, as the next. Last, as they use the others.
  std::thread retrier_;
};
