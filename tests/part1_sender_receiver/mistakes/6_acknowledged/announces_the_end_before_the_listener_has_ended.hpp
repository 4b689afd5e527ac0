// Mistake: receive() hears of the end first, and then the listener keeps one more value.
// Verdict: wrong result
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>

#include "provided/journal.hpp"
#include "provided/network.hpp"

struct Packet {
  std::uint64_t id = 0;
  bool is_acknowledgement = false;
  int value = 0;
};

class Stopped : public std::runtime_error {
 public:
  Stopped() : std::runtime_error("stopped") {}
};

class ReliableSender {
 public:
  ReliableSender(Endpoint<Packet>& endpoint, NodeId receiver, Journal& log,
                 std::chrono::nanoseconds retry_after)
      : endpoint_(endpoint), receiver_(receiver), log_(log), retry_after_(retry_after) {}

  void send(int value) {
    std::lock_guard turn(turn_mutex_);
    const Packet packet{.id = ++last_id_, .value = value};
    log_.record("sender", "send " + std::to_string(value));
    while (true) {
      endpoint_.send(receiver_, packet);
      if (acknowledged(packet.id)) return;
      if (endpoint_.closed()) throw Stopped();
    }
  }

  void stop() { endpoint_.close(); }

 private:
  bool acknowledged(std::uint64_t id) {
    const auto deadline = std::chrono::steady_clock::now() + retry_after_;
    while (const auto delivery = endpoint_.receive_until(deadline)) {
      if (delivery->message.id == id) return true;
    }
    return false;
  }

  Endpoint<Packet>& endpoint_;
  const NodeId receiver_;
  Journal& log_;
  const std::chrono::nanoseconds retry_after_;

  std::mutex turn_mutex_;
  std::uint64_t last_id_ = 0;
};

class ReliableReceiver {
 public:
  ReliableReceiver(Endpoint<Packet>& endpoint, Journal& log)
      : endpoint_(endpoint), log_(log), listener_([this] { listen(); }) {}

  ~ReliableReceiver() { stop(); }

  int receive() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !values_.empty() || stopped_; });
    if (values_.empty()) throw Stopped();
    const int value = values_.front();
    values_.pop_front();
    return value;
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
  }

 private:
  void listen() {
    while (const auto delivery = endpoint_.receive()) {
      const Packet& packet = delivery->message;
      if (is_new(delivery->from, packet.id)) accept(packet.value);
      endpoint_.send(delivery->from, {.id = packet.id, .is_acknowledgement = true});
    }
  }

  bool is_new(NodeId sender, std::uint64_t id) {
    std::uint64_t& last = last_ids_[sender];
    if (id <= last) return false;
    last = id;
    return true;
  }

  void accept(int value) {
    log_.record("receiver", "receive " + std::to_string(value));
    std::lock_guard lock(mutex_);
    values_.push_back(value);
    changed_.notify_one();
  }

  Endpoint<Packet>& endpoint_;
  Journal& log_;
  std::map<NodeId, std::uint64_t> last_ids_;

  std::mutex mutex_;
  std::deque<int> values_;
  bool stopped_ = false;
  std::condition_variable changed_;

  std::mutex join_mutex_;
  std::thread listener_;
};
