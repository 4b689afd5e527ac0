// Exercise 1.6: each number arrives once over a link that loses, duplicates and reorders packets.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>

#include "provided/journal.hpp"
#include "provided/network.hpp"

// What is sent over the link, in both directions.
struct Packet {
  std::uint64_t id = 0;  // Together with the sender's node, it identifies one value.
  bool is_acknowledgement = false;
  int value = 0;
};

// Thrown by send() and receive() after stop() was called.
class Stopped : public std::runtime_error {
 public:
  Stopped() : std::runtime_error("stopped") {}
};

// Sends numbers to one ReliableReceiver.
//
// Each node may have a sender, and all of them may send to one receiver. No other object uses this
// sender's endpoint, and no other sender has used it before.
//
// Thread safety: any number of threads may call send() and stop() at any time. The constructor and
// the destructor may run only while no other thread uses the sender.
class ReliableSender {
 public:
  // Sends from `endpoint` to the node `receiver`. A packet is sent again if it has not been
  // acknowledged `retry_after` after its last try, and not before.
  ReliableSender(Endpoint<Packet>& endpoint, NodeId receiver, Journal& log,
                 std::chrono::nanoseconds retry_after)
      : endpoint_(endpoint), receiver_(receiver), log_(log), retry_after_(retry_after) {}

  ReliableSender(const ReliableSender&) = delete;
  ReliableSender& operator=(const ReliableSender&) = delete;

  // Sends `value`. Returns once the receiver has acknowledged it, and not before.
  // Records "sender", "send 7" in the log, once, before anything is sent over the link.
  // Throws Stopped if stop() was called. Then it is not known whether the value has arrived. A call
  // after stop() may be in the log or not.
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

  // Ends every waiting send() at once, and every later one: they throw Stopped. Closes the
  // endpoint.
  void stop() { endpoint_.close(); }

 private:
  // Waits until `id` is acknowledged, and returns true; returns false when it is time to send
  // again. Acknowledgements of earlier ids may still come in; they are ignored.
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

  // Held during a whole send, even while it waits: sending threads take turns, and one packet is
  // under way at a time. Neither receiving an acknowledgement nor stopping needs this lock.
  std::mutex turn_mutex_;
  std::uint64_t last_id_ = 0;  // Guarded by turn_mutex_.
};

// Receives the numbers of any number of ReliableSenders: each number exactly once, and the numbers
// of one sending thread in the order in which it sends them.
//
// It listens in a thread of its own, from its construction until stop(). All that time it
// acknowledges every packet that arrives, even one that it has received before, and even while no
// thread calls receive(). After stop() it answers nothing: a waiting sender retries until stopped.
//
// Thread safety: any number of threads may call receive() and stop() at any time. The constructor
// and the destructor may run only while no other thread uses the receiver.
class ReliableReceiver {
 public:
  // Listens at `endpoint`, which no other object uses.
  ReliableReceiver(Endpoint<Packet>& endpoint, Journal& log)
      : endpoint_(endpoint), log_(log), listener_([this] { listen(); }) {}

  // Stops. Requires: no thread waits in receive().
  ~ReliableReceiver() { stop(); }

  ReliableReceiver(const ReliableReceiver&) = delete;
  ReliableReceiver& operator=(const ReliableReceiver&) = delete;

  // Returns the next number; waits for one if there is none. "receiver", "receive 7" is recorded in
  // the log, once, before the number is acknowledged.
  // After stop() it still returns each number that was acknowledged, and then it throws Stopped.
  // A number that was logged, but came too late to be acknowledged, may be returned as well.
  int receive() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !values_.empty() || stopped_; });
    if (values_.empty()) throw Stopped();
    const int value = values_.front();
    values_.pop_front();
    return value;
  }

  // Acknowledges nothing more, closes the endpoint, and joins the listening thread. Wakes every
  // thread that waits in receive(). May be called twice, also at the same time: when either call
  // returns, the listening thread has ended, and nothing more is logged.
  void stop() {
    endpoint_.close();
    std::lock_guard joining(join_mutex_);
    if (listener_.joinable()) listener_.join();
    std::lock_guard lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
  }

 private:
  // What listener_ does until the endpoint is closed.
  void listen() {
    while (const auto delivery = endpoint_.receive()) {
      const Packet& packet = delivery->message;
      if (is_new(delivery->from, packet.id)) accept(packet.value);
      // Always: if the packet came before, its acknowledgement may have been lost.
      endpoint_.send(delivery->from, {.id = packet.id, .is_acknowledgement = true});
    }
  }

  // A sender has one packet under way at a time, so its ids arrive in increasing order, except for
  // late copies.
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
  std::map<NodeId, std::uint64_t> last_ids_;  // Only listener_ uses it. Ids start at 1.

  std::mutex mutex_;
  std::deque<int> values_;  // Guarded by mutex_. Accepted, and not yet returned by receive().
  bool stopped_ = false;    // Guarded by mutex_. Once true, nothing is added to values_.
  // receive() waits here. Notified whenever a value is added, and all waiting threads by stop().
  std::condition_variable changed_;

  std::mutex join_mutex_;  // Two threads may call stop() at once, but only one may join.
  std::thread listener_;   // Guarded by join_mutex_. The last member, as it uses the others.
};
