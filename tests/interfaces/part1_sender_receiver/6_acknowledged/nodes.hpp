// 1.6 as its tests see it, without what is the answer's own as well.
#pragma once

#include <chrono>

#include "provided/journal.hpp"
#include "tests/interfaces/network.hpp"

namespace under_test {

using Packet = Message;

// Hands every call on to the answer's ReliableSender.
class ReliableSender {
 public:
  ReliableSender(Endpoint<Packet>& endpoint, NodeId receiver, Journal& log,
                 std::chrono::nanoseconds retry_after);
  ~ReliableSender();
  ReliableSender(const ReliableSender&) = delete;
  ReliableSender& operator=(const ReliableSender&) = delete;

  void send(int value);
  void stop();

 private:
  AnswerPlace answer_;
};

// Hands every call on to the answer's ReliableReceiver.
class ReliableReceiver {
 public:
  ReliableReceiver(Endpoint<Packet>& endpoint, Journal& log);
  ~ReliableReceiver();
  ReliableReceiver(const ReliableReceiver&) = delete;
  ReliableReceiver& operator=(const ReliableReceiver&) = delete;

  int receive();
  void stop();

 private:
  AnswerPlace answer_;
};

}  // namespace under_test
