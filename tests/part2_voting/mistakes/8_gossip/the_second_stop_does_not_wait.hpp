// Mistake: A second stop() returns at once, while the first is still joining.
// Verdict: wrong result
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

struct GossipMessage {
  int number = 0;
  bool is_acknowledgement = false;
};

class GossipNode {
 public:
  GossipNode(Endpoint<GossipMessage>& endpoint, std::vector<NodeId> neighbours,
             std::chrono::nanoseconds retry_after)
      : endpoint_(endpoint),
        neighbours_(std::move(neighbours)),
        retry_after_(retry_after),
        listener_([this] { listen(); }),
        retrier_([this] { send_again(); }) {}

  ~GossipNode() { stop(); }

  GossipNode(const GossipNode&) = delete;
  GossipNode& operator=(const GossipNode&) = delete;

  void broadcast(int number) { tell_all_but(endpoint_.id(), number); }

  std::set<int> read() const {
    std::lock_guard lock(mutex_);
    return numbers_;
  }

  void stop() {
    {
      std::lock_guard lock(mutex_);
      if (stopped_) return;
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

  struct Told {
    NodeId neighbour;
    int number;
    Clock::time_point again_at;
  };

  void listen() {
    while (const auto delivery = endpoint_.receive()) {
      const auto [number, is_acknowledgement] = delivery->message;
      if (!is_acknowledgement) {
        endpoint_.send(delivery->from, {.number = number, .is_acknowledgement = true});
        tell_all_but(delivery->from, number);
      }
      std::lock_guard lock(mutex_);
      unacknowledged_.erase({delivery->from, number});
    }
  }

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
    for (const NodeId neighbour : neighbours_) {
      if (neighbour != source) endpoint_.send(neighbour, {.number = number});
    }
  }

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

  void repeat_the_first(std::unique_lock<std::mutex>& lock) {
    Told told = told_.front();
    told_.pop_front();
    if (!unacknowledged_.contains({told.neighbour, told.number})) return;
    told.again_at = Clock::now() + retry_after_;
    told_.push_back(told);
    lock.unlock();
    endpoint_.send(told.neighbour, {.number = told.number});
    lock.lock();
  }

  Endpoint<GossipMessage>& endpoint_;
  const std::vector<NodeId> neighbours_;
  const std::chrono::nanoseconds retry_after_;

  mutable std::mutex mutex_;
  std::set<int> numbers_;
  std::set<std::pair<NodeId, int>> unacknowledged_;
  std::deque<Told> told_;
  bool stopped_ = false;
  std::condition_variable changed_;

  std::mutex join_mutex_;
  std::thread listener_;
  std::thread retrier_;
};
