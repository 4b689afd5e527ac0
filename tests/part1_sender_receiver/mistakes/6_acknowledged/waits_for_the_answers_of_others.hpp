// Mistake: Several values are under way at once, and a send() whose value is acknowledged waits
// until the others are, too.
// Verdict: wrong result
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

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

  ~ReliableSender() { stop(); }

  void send(int value) {
    const std::uint64_t id = ++last_id_;
    log_.record("sender", "send " + std::to_string(value));
    std::unique_lock lock(mutex_);
    ++under_way_;
    while (true) {
      lock.unlock();
      endpoint_.send(receiver_, {.id = id, .value = value});
      lock.lock();
      changed_.wait_for(lock, retry_after_, [&] { return stopped_ || answered_.contains(id); });
      if (answered_.erase(id) > 0) {
        --under_way_;
        changed_.notify_all();
        changed_.wait(lock, [&] { return stopped_ || under_way_ == 0; });
        return;
      }
      if (stopped_) throw Stopped();
    }
  }

  void stop() {
    endpoint_.close();
    std::lock_guard joining(join_mutex_);
    if (listener_.joinable()) listener_.join();
  }

 private:
  void listen() {
    while (const auto delivery = endpoint_.receive()) {
      std::lock_guard lock(mutex_);
      answered_.insert(delivery->message.id);
      changed_.notify_all();
    }
    std::lock_guard lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
  }

  Endpoint<Packet>& endpoint_;
  const NodeId receiver_;
  Journal& log_;
  const std::chrono::nanoseconds retry_after_;

  std::atomic<std::uint64_t> last_id_ = 0;
  std::mutex mutex_;
  std::set<std::uint64_t> answered_;
  int under_way_ = 0;
  bool stopped_ = false;
  std::condition_variable changed_;

  std::mutex join_mutex_;
  std::thread listener_{[this] { listen(); }};
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
      if (is_new(delivery->from, packet.id)) accept(packet.value);
      endpoint_.send(delivery->from, {.id = packet.id, .is_acknowledgement = true});
    }
  }

  bool is_new(NodeId sender, std::uint64_t id) { return seen_.insert({sender, id}).second; }

  void accept(int value) {
    log_.record("receiver", "receive " + std::to_string(value));
    std::lock_guard lock(mutex_);
    values_.push_back(value);
    changed_.notify_one();
  }

  Endpoint<Packet>& endpoint_;
  Journal& log_;
  std::set<std::pair<NodeId, std::uint64_t>> seen_;

  std::mutex mutex_;
  std::deque<int> values_;
  bool stopped_ = false;
  std::condition_variable changed_;

  std::mutex join_mutex_;
  std::thread listener_;
};
