// Alternative: What is unacknowledged lies in a map with the time of its next try; the earliest one
// is looked for.
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

  void listen() {
    while (const auto delivery = endpoint_.receive()) {
      const auto [number, is_acknowledgement] = delivery->message;
      if (!is_acknowledgement) {
        endpoint_.send(delivery->from, {.number = number, .is_acknowledgement = true});
        tell_all_but(delivery->from, number);
      }
      std::lock_guard lock(mutex_);
      again_at_.erase({delivery->from, number});
    }
  }

  void tell_all_but(NodeId source, int number) {
    {
      std::lock_guard lock(mutex_);
      if (stopped_ || !numbers_.insert(number).second) return;
      const Clock::time_point again_at = Clock::now() + retry_after_;
      for (const NodeId neighbour : neighbours_) {
        if (neighbour == source) continue;
        again_at_[{neighbour, number}] = again_at;
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
      const auto first =
          std::min_element(again_at_.begin(), again_at_.end(),
                           [](const auto& a, const auto& b) { return a.second < b.second; });
      if (first == again_at_.end()) {
        changed_.wait(lock);
      } else if (Clock::now() < first->second) {
        changed_.wait_until(lock, Clock::time_point(first->second));
      } else {
        first->second = Clock::now() + retry_after_;
        const auto [neighbour, number] = first->first;
        endpoint_.send(neighbour, {.number = number});
      }
    }
  }

  Endpoint<GossipMessage>& endpoint_;
  const std::vector<NodeId> neighbours_;
  const std::chrono::nanoseconds retry_after_;

  mutable std::mutex mutex_;
  std::set<int> numbers_;
  std::map<std::pair<NodeId, int>, Clock::time_point> again_at_;
  bool stopped_ = false;
  std::condition_variable changed_;

  std::mutex join_mutex_;
  std::thread listener_;
  std::thread retrier_;
};
