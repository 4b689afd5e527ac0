// Exercise 1.6: each number arrives once over a link that loses, duplicates and reorders packets.
#pragma once

#include <chrono>
#include <cstdint>
#include <stdexcept>

#include "provided/journal.hpp"
#include "provided/network.hpp"
#include "provided/not_written.hpp"

// What is sent over the link, in both directions. You may change it: add what your answer needs.
struct Packet {
  std::uint64_t id = 0;
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
  void send(int value) { not_written("1.6 send"); }  // TODO 1.6a

  // Ends every waiting send() at once, and every later one: they throw Stopped. Closes the
  // endpoint.
  void stop() { not_written("1.6 stop of the sender"); }  // TODO 1.6b

 private:
  Endpoint<Packet>& endpoint_;
  const NodeId receiver_;
  Journal& log_;
  const std::chrono::nanoseconds retry_after_;

  // TODO 1.6c: where do ids come from, so that no two values have the same one?
  // TODO 1.6d: if several threads send, which of them reads an acknowledgement that comes in?
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
      : endpoint_(endpoint), log_(log) {}  // TODO 1.6e: start to listen.

  // Stops. Requires: no thread waits in receive().
  ~ReliableReceiver() {}  // TODO 1.6f

  ReliableReceiver(const ReliableReceiver&) = delete;
  ReliableReceiver& operator=(const ReliableReceiver&) = delete;

  // Returns the next number; waits for one if there is none. "receiver", "receive 7" is recorded in
  // the log, once, before the number is acknowledged.
  // After stop() it still returns each number that was acknowledged, and then it throws Stopped.
  // A number that was logged, but came too late to be acknowledged, may be returned as well.
  int receive() { not_written("1.6 receive"); }  // TODO 1.6g

  // Acknowledges nothing more, closes the endpoint, and joins the listening thread. Wakes every
  // thread that waits in receive(). May be called twice, also at the same time: when either call
  // returns, the listening thread has ended, and nothing more is logged.
  void stop() { not_written("1.6 stop of the receiver"); }  // TODO 1.6h

 private:
  Endpoint<Packet>& endpoint_;
  Journal& log_;

  // TODO 1.6i: what does the listening thread remember? What does it share with receive(), and
  // which lock guards that? Who notifies a thread that waits in receive()?
};
