// Alternative: A message carries all numbers that its receiver has not acknowledged.
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include "provided/network.hpp"

struct GossipMessage {
  std::set<int> numbers{};
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

  struct Missing {
    std::set<int> numbers;
    Clock::time_point again_at;
  };

  void listen() {
    while (const auto delivery = endpoint_.receive()) {
      const auto& [numbers, is_acknowledgement] = delivery->message;
      if (!is_acknowledgement) {
        endpoint_.send(delivery->from, {.numbers = numbers, .is_acknowledgement = true});
        for (const int number : numbers) tell_all_but(delivery->from, number);
      }
      std::lock_guard lock(mutex_);
      for (const int number : numbers) missing_[delivery->from].numbers.erase(number);
    }
  }

  void tell_all_but(NodeId source, int number) {
    std::lock_guard lock(mutex_);
    if (stopped_ || !numbers_.insert(number).second) return;
    for (const NodeId neighbour : neighbours_) {
      if (neighbour == source) continue;
      missing_[neighbour].numbers.insert(number);
      tell(neighbour);
    }
    changed_.notify_all();
  }

  void tell(NodeId neighbour) {
    Missing& missing = missing_[neighbour];
    missing.again_at = Clock::now() + retry_after_;
    endpoint_.send(neighbour, {.numbers = missing.numbers});
  }

  void send_again() {
    std::unique_lock lock(mutex_);
    while (!stopped_) {
      auto first = Clock::time_point::max();
      for (auto& [neighbour, missing] : missing_) {
        if (missing.numbers.empty()) continue;
        if (Clock::now() >= missing.again_at) tell(neighbour);
        first = std::min(first, missing.again_at);
      }
      if (first == Clock::time_point::max()) {
        changed_.wait(lock);
      } else {
        changed_.wait_until(lock, first);
      }
    }
  }

  Endpoint<GossipMessage>& endpoint_;
  const std::vector<NodeId> neighbours_;
  const std::chrono::nanoseconds retry_after_;

  mutable std::mutex mutex_;
  std::set<int> numbers_;
  std::map<NodeId, Missing> missing_;
  bool stopped_ = false;
  std::condition_variable changed_;

  std::mutex join_mutex_;
  std::thread listener_;
  std::thread retrier_;
};
