// Exercise 1.6: numbers that arrive exactly once over a link that loses, doubles and reorders.
#pragma once

#include <chrono>
#include <cstdint>
#include <stdexcept>

#include "provided/journal.hpp"
#include "provided/network.hpp"
#include "provided/not_written.hpp"

// What travels over the link, both ways. Yours to change: add what your answer needs.
struct Packet {
  std::uint64_t id = 0;
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
  void send(int value) { not_written("1.6 send"); }  // TODO 1.6a

  // Ends every send that waits, at once, and every later one: they throw Stopped. Closes the
  // endpoint.
  void stop() { not_written("1.6 stop of the sender"); }  // TODO 1.6b

 private:
  Endpoint<Packet>& endpoint_;
  const NodeId receiver_;
  Journal& log_;
  const std::chrono::nanoseconds retry_after_;

  // TODO 1.6c: where do ids come from, so that no value of any sender has the id of another one?
  // TODO 1.6d: which of several sending threads looks at an acknowledgement that comes in?
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
      : endpoint_(endpoint), log_(log) {}  // TODO 1.6e: start to listen.

  // Stops. Requires: nobody waits in receive().
  ~ReliableReceiver() {}  // TODO 1.6f

  ReliableReceiver(const ReliableReceiver&) = delete;
  ReliableReceiver& operator=(const ReliableReceiver&) = delete;

  // Returns the next number, waiting for one if there is none. "receiver", "receive 7" stands in
  // the log, once, before the number is acknowledged.
  // After stop() it still returns each number that was acknowledged, and throws Stopped after that.
  // A number that was logged, but came too late to be acknowledged, may be returned as well.
  int receive() { not_written("1.6 receive"); }  // TODO 1.6g

  // Acknowledges nothing more, closes the endpoint, and joins the thread that listens. Whoever
  // waits in receive() goes on. Stopping twice is stopping once: when either call returns, the
  // thread that listens has come to its end, and nothing more is logged.
  void stop() { not_written("1.6 stop of the receiver"); }  // TODO 1.6h

 private:
  Endpoint<Packet>& endpoint_;
  Journal& log_;

  // TODO 1.6i: what does the listening thread remember? What does it share with receive(), and
  // which lock guards that? Who tells a thread that waits in receive()?
};
