// Alternative: Ids are random numbers, so that the receiver has to remember all that it has seen.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <random>
#include <set>
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
    const Packet packet{.id = random_(), .value = value};
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
  std::mt19937_64 random_{endpoint_.id()};
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
    endpoint_.close();
    std::lock_guard joining(join_mutex_);
    if (listener_.joinable()) listener_.join();
    std::lock_guard lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
  }

 private:
  void listen() {
    while (const auto delivery = endpoint_.receive()) {
      const Packet& packet = delivery->message;
      if (is_new(packet.id)) accept(packet.value);
      endpoint_.send(delivery->from, {.id = packet.id, .is_acknowledgement = true});
    }
  }

  bool is_new(std::uint64_t id) { return seen_.insert(id).second; }

  void accept(int value) {
    log_.record("receiver", "receive " + std::to_string(value));
    std::lock_guard lock(mutex_);
    values_.push_back(value);
    changed_.notify_one();
  }

  Endpoint<Packet>& endpoint_;
  Journal& log_;
  std::set<std::uint64_t> seen_;

  std::mutex mutex_;
  std::deque<int> values_;
  bool stopped_ = false;
  std::condition_variable changed_;

  std::mutex join_mutex_;
  std::thread listener_;
};
