#include <message_queue.hpp>  // The answer.
#include <utility>

#include "7_message_queue/message_queue.hpp"

namespace under_test {
namespace {

::MessageQueue& queue(const AnswerPlace& answer) { return answer.get<::MessageQueue>(); }

}  // namespace

MessageQueue::MessageQueue() { answer_.make<::MessageQueue>(); }
MessageQueue::~MessageQueue() { answer_.destroy<::MessageQueue>(); }

bool MessageQueue::create(std::string topic) { return queue(answer_).create(std::move(topic)); }

std::vector<std::string> MessageQueue::topics() const {
  return std::as_const(queue(answer_)).topics();
}

bool MessageQueue::put(const std::string& topic, std::string message) {
  return queue(answer_).put(topic, std::move(message));
}

std::optional<std::string> MessageQueue::get(const std::string& topic) {
  return queue(answer_).get(topic);
}

std::optional<std::string> MessageQueue::wait(const std::string& topic,
                                              std::chrono::nanoseconds timeout) {
  return queue(answer_).wait(topic, timeout);
}

}  // namespace under_test
