// Exercise 1.7: messages under named topics between threads that put and threads that take.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "provided/not_written.hpp"

// Topics by name, each with a first-in, first-out queue of messages that has no limit. A topic
// exists from its create() on, for as long as the queue lives. Any text may be a name or a message,
// even the empty text and text that contains '\n' or '\0'.
//
// Thread safety: any number of threads may call any member at any time. The constructor and the
// destructor may run only while no other thread uses the queue.
class MessageQueue {
 public:
  MessageQueue() = default;
  MessageQueue(const MessageQueue&) = delete;
  MessageQueue& operator=(const MessageQueue&) = delete;

  // Makes an empty topic. Returns false if there is already one with that name: it keeps all its
  // messages.
  bool create(std::string topic) { not_written("1.7 create"); }  // TODO 1.7a

  // Returns the names of all topics as they are at one moment, each once, in no particular order.
  // The result belongs to the caller: later topics do not change it.
  std::vector<std::string> topics() const { not_written("1.7 topics"); }  // TODO 1.7b

  // Adds `message` to `topic`. Returns false if there is no such topic; then nothing is changed.
  bool put(const std::string& topic, std::string message) {
    not_written("1.7 put");  // TODO 1.7c
  }

  // Removes the oldest message of `topic` and returns it; returns std::nullopt if there is no
  // message or no such topic. Never waits for a message.
  std::optional<std::string> get(const std::string& topic) {
    not_written("1.7 get");  // TODO 1.7d
  }

  // The same, but waits up to `timeout` for a message: returns as soon as it has one, or
  // std::nullopt when the time is over. With a timeout of 0 or less it does the same as get(). If
  // the topic does not exist, it returns std::nullopt at once.
  // Requires: timeout is at most 200 years.
  std::optional<std::string> wait(const std::string& topic, std::chrono::nanoseconds timeout) {
    not_written("1.7 wait");  // TODO 1.7e
  }

 private:
  // TODO 1.7f: where are the topics, and where are their messages? Which lock guards which?
  // TODO 1.7g: what does a thread wait for, and which calls can end its wait?
};
