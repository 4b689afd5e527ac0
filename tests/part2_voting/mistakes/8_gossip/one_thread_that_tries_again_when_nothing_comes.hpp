// Mistake: One thread listens for retry_after, and sends all again when nothing has come.
// Verdict: polls, wrong result, never ends
#pragma once

#include <chrono>
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

  void broadcast(int number) { tell_all_but(endpoint_.id(), number); }

  std::set<int> read() const {
    std::lock_guard lock(mutex_);
    return numbers_;
  }

  void stop() {
    {
      std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    endpoint_.close();
    std::lock_guard joining(join_mutex_);
    if (listener_.joinable()) listener_.join();
  }

 private:
  void listen() {
    while (!endpoint_.closed()) {
      const auto delivery = endpoint_.receive_for(retry_after_);
      if (!delivery) {
        send_all_again();
        continue;
      }
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
    std::lock_guard lock(mutex_);
    if (stopped_ || !numbers_.insert(number).second) return;
    for (const NodeId neighbour : neighbours_) {
      if (neighbour == source) continue;
      unacknowledged_.insert({neighbour, number});
      endpoint_.send(neighbour, {.number = number});
    }
  }

  void send_all_again() {
    std::lock_guard lock(mutex_);
    for (const auto& [neighbour, number] : unacknowledged_) {
      endpoint_.send(neighbour, {.number = number});
    }
  }

  Endpoint<GossipMessage>& endpoint_;
  const std::vector<NodeId> neighbours_;
  const std::chrono::nanoseconds retry_after_;

  mutable std::mutex mutex_;
  std::set<int> numbers_;
  std::set<std::pair<NodeId, int>> unacknowledged_;
  bool stopped_ = false;

  std::mutex join_mutex_;
  std::thread listener_;
};
