// Mistake: Each number has a thread for each neighbour, which tries until it is acknowledged.
// Verdict: wrong result
#pragma once

#include <chrono>
#include <condition_variable>
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
        listener_([this] { listen(); }) {}

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
    std::vector<std::thread> retriers;
    {
      std::lock_guard lock(mutex_);
      retriers.swap(retriers_);
    }
    for (std::thread& retrier : retriers) retrier.join();
  }

 private:
  using Clock = std::chrono::steady_clock;

  void listen() {
    while (const auto delivery = endpoint_.receive()) {
      const auto [number, is_acknowledgement] = delivery->message;
      if (!is_acknowledgement) {
        endpoint_.send(delivery->from, {.number = number, .is_acknowledgement = true});
        tell_all_but(delivery->from, number);
      }
      std::lock_guard lock(mutex_);
      unacknowledged_.erase({delivery->from, number});
      changed_.notify_all();
    }
  }

  void tell_all_but(NodeId source, int number) {
    {
      std::lock_guard lock(mutex_);
      if (stopped_ || !numbers_.insert(number).second) return;
      for (const NodeId neighbour : neighbours_) {
        if (neighbour == source) continue;
        unacknowledged_.insert({neighbour, number});
        retriers_.emplace_back([=, this] { try_until_acknowledged(neighbour, number); });
      }
    }
  }

  void try_until_acknowledged(NodeId neighbour, int number) {
    std::unique_lock lock(mutex_);
    const auto done = [&] { return stopped_ || !unacknowledged_.contains({neighbour, number}); };
    while (!done()) {
      endpoint_.send(neighbour, {.number = number});
      changed_.wait_for(lock, retry_after_, done);
    }
  }

  Endpoint<GossipMessage>& endpoint_;
  const std::vector<NodeId> neighbours_;
  const std::chrono::nanoseconds retry_after_;

  mutable std::mutex mutex_;
  std::set<int> numbers_;
  std::set<std::pair<NodeId, int>> unacknowledged_;
  std::vector<std::thread> retriers_;
  bool stopped_ = false;
  std::condition_variable changed_;

  std::mutex join_mutex_;
  std::thread listener_;
};
