// Alternative: Several values are under way at once; a thread reads the answers and fulfils
// promises.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <future>
#include <map>
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
    std::promise<void> promise;
    std::future<void> answered = promise.get_future();
    const std::uint64_t id = begin(promise);
    log_.record("sender", "send " + std::to_string(value));
    do {
      endpoint_.send(receiver_, {.id = id, .value = value});
    } while (answered.wait_for(retry_after_) == std::future_status::timeout);
    answered.get();
  }

  void stop() {
    endpoint_.close();
    std::call_once(joined_, [this] { listener_.join(); });
  }

 private:
  std::uint64_t begin(std::promise<void>& promise) {
    std::lock_guard lock(mutex_);
    if (stopped_) throw Stopped();
    waiting_[++last_id_] = std::move(promise);
    return last_id_;
  }

  void listen() {
    while (const auto delivery = endpoint_.receive()) {
      std::lock_guard lock(mutex_);
      const auto found = waiting_.find(delivery->message.id);
      if (found == waiting_.end()) continue;
      found->second.set_value();
      waiting_.erase(found);
    }
    std::lock_guard lock(mutex_);
    stopped_ = true;
    for (auto& [id, promise] : waiting_) {
      promise.set_exception(std::make_exception_ptr(Stopped()));
    }
    waiting_.clear();
  }

  Endpoint<Packet>& endpoint_;
  const NodeId receiver_;
  Journal& log_;
  const std::chrono::nanoseconds retry_after_;

  std::mutex mutex_;
  std::uint64_t last_id_ = 0;
  std::map<std::uint64_t, std::promise<void>> waiting_;
  bool stopped_ = false;

  std::once_flag joined_;
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
