// 1.7 as its tests see it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "tests/interfaces/answer.hpp"

namespace under_test {

// Hands every call on to the answer's MessageQueue.
class MessageQueue {
 public:
  MessageQueue();
  ~MessageQueue();
  MessageQueue(const MessageQueue&) = delete;
  MessageQueue& operator=(const MessageQueue&) = delete;

  bool create(std::string topic);
  std::vector<std::string> topics() const;
  bool put(const std::string& topic, std::string message);
  std::optional<std::string> get(const std::string& topic);
  std::optional<std::string> wait(const std::string& topic, std::chrono::nanoseconds timeout);

 private:
  AnswerPlace answer_;
};

}  // namespace under_test
