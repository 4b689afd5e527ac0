// Exercise 1.6: numbers that arrive exactly once over a link that loses, doubles and reorders.
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

// What travels over the link, both ways.
struct Packet {
  std::uint64_t id = 0;  // With the sender's node it names one value: no other ever has both.
  bool is_acknowledgement = false;
  int value = 0;
};

// Thrown by send() and receive() when stop() has ended what they wait for.
class Stopped : public std::runtime_error {
 public:
  Stopped() : std::runtime_error("stopped") {}
};

// Sends numbers to one ReliableReceiver.
//
// Each node may have a sender, all of them for one receiver. The endpoint is this sender's alone,
// and no sender had it before.
//
// Thread safety: any number of threads may call send() and stop() at any time. Making and
// destroying the sender is for one thread, while no other one uses it.
class ReliableSender {
 public:
  // Sends from `endpoint` to the node `receiver`. A packet that has not been acknowledged
  // `retry_after` after its last try is sent again; not before.
  ReliableSender(Endpoint<Packet>& endpoint, NodeId receiver, Journal& log,
                 std::chrono::nanoseconds retry_after)
      : endpoint_(endpoint), receiver_(receiver), log_(log), retry_after_(retry_after) {}

  ReliableSender(const ReliableSender&) = delete;
  ReliableSender& operator=(const ReliableSender&) = delete;

  // Sends `value`. Returns once the receiver has acknowledged it, and not before.
  // Records "sender", "send 7" in the log, once, before anything goes over the link.
  // Throws Stopped once stop() was called; whether the value has arrived is not known then, and
  // whether a later send is in the log is left open.
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

  // Ends every send that waits, at once, and every later one: they throw Stopped. Closes the
  // endpoint.
  void stop() { endpoint_.close(); }

 private:
  // Waits until `id` is acknowledged, and returns true; returns false when it is time to send
  // again. Acknowledgements of earlier ids may still come in; they say nothing new.
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

  // Held for a whole send, also while it waits: the threads that send take turns, and one packet is
  // under way at a time. Nobody needs this lock to let an acknowledgement in, nor to stop.
  std::mutex turn_mutex_;
  std::uint64_t last_id_ = 0;  // Guarded by turn_mutex_.
};

// Receives the numbers of any number of ReliableSenders: each exactly once, and those that one
// thread sends in the order in which it sends them.
//
// It listens from when it is made until stop(), in a thread of its own. All that time it
// acknowledges whatever arrives, also what it has received before, and also while nobody calls
// receive(). After stop() nobody answers: a sender that is still waiting tries until it is stopped.
//
// Thread safety: any number of threads may call receive() and stop() at any time. Making and
// destroying the receiver is for one thread, while no other one uses it.
class ReliableReceiver {
 public:
  // Listens at `endpoint`, which is this receiver's alone.
  ReliableReceiver(Endpoint<Packet>& endpoint, Journal& log)
      : endpoint_(endpoint), log_(log), listener_([this] { listen(); }) {}

  // Stops. Requires: nobody waits in receive().
  ~ReliableReceiver() { stop(); }

  ReliableReceiver(const ReliableReceiver&) = delete;
  ReliableReceiver& operator=(const ReliableReceiver&) = delete;

  // Returns the next number, waiting for one if there is none. "receiver", "receive 7" stands in
  // the log, once, before the number is acknowledged.
  // After stop() it still returns each number that was acknowledged, and throws Stopped after that.
  // A number that was logged, but came too late to be acknowledged, may be returned as well.
  int receive() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !values_.empty() || stopped_; });
    if (values_.empty()) throw Stopped();
    const int value = values_.front();
    values_.pop_front();
    return value;
  }

  // Acknowledges nothing more, closes the endpoint, and joins the thread that listens. Whoever
  // waits in receive() goes on. Stopping twice is stopping once: when either call returns, the
  // thread that listens has come to its end, and nothing more is logged.
  void stop() {
    endpoint_.close();
    std::lock_guard joining(join_mutex_);
    if (listener_.joinable()) listener_.join();
    std::lock_guard lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
  }

 private:
  // What listener_ does, until the endpoint is closed.
  void listen() {
    while (const auto delivery = endpoint_.receive()) {
      const Packet& packet = delivery->message;
      if (is_new(delivery->from, packet.id)) accept(packet.value);
      // Always: if it came before, then its acknowledgement may have been lost.
      endpoint_.send(delivery->from, {.id = packet.id, .is_acknowledgement = true});
    }
  }

  // A sender has one packet under way at a time, so its ids come in rising order, except for copies
  // that are late.
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
  std::map<NodeId, std::uint64_t> last_ids_;  // The listener's alone. 0 before a sender's first.

  std::mutex mutex_;
  std::deque<int> values_;  // Guarded by mutex_. Accepted and not yet handed out.
  bool stopped_ = false;    // Guarded by mutex_. Once true, nothing is added to values_.
  // Waited for by receive(). Notified whenever a value is added, and at the end.
  std::condition_variable changed_;

  std::mutex join_mutex_;  // Held to join. Two may stop at once, but only one may join.
  std::thread listener_;   // Guarded by join_mutex_. The last member: it uses all the others.
};
