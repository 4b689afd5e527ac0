// Exercise 1.7: messages under named topics between threads that put and threads that take.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

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
  bool create(std::string topic) {
    std::lock_guard lock(mutex_);
    return topics_.try_emplace(std::move(topic)).second;
  }

  // Returns the names of all topics as they are at one moment, each once, in no particular order.
  // The result belongs to the caller: later topics do not change it.
  std::vector<std::string> topics() const {
    std::lock_guard lock(mutex_);
    std::vector<std::string> names;
    for (const auto& [name, topic] : topics_) names.push_back(name);
    return names;
  }

  // Adds `message` to `topic`. Returns false if there is no such topic; then nothing is changed.
  bool put(const std::string& topic, std::string message) {
    std::lock_guard lock(mutex_);
    Topic* const found = find(topic);
    if (found == nullptr) return false;
    found->messages.push_back(std::move(message));
    found->not_empty.notify_one();
    return true;
  }

  // Removes the oldest message of `topic` and returns it; returns std::nullopt if there is no
  // message or no such topic. Never waits for a message.
  std::optional<std::string> get(const std::string& topic) {
    std::lock_guard lock(mutex_);
    Topic* const found = find(topic);
    return found == nullptr ? std::nullopt : take_oldest(*found);
  }

  // The same, but waits up to `timeout` for a message: returns as soon as it has one, or
  // std::nullopt when the time is over. With a timeout of 0 or less it does the same as get(). If
  // the topic does not exist, it returns std::nullopt at once.
  // Requires: timeout is at most 200 years.
  std::optional<std::string> wait(const std::string& topic, std::chrono::nanoseconds timeout) {
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    std::unique_lock lock(mutex_);
    Topic* const found = find(topic);
    if (found == nullptr) return std::nullopt;
    found->not_empty.wait_until(lock, deadline, [found] { return !found->messages.empty(); });
    return take_oldest(*found);
  }

 private:
  struct Topic {
    std::deque<std::string> messages;   // Guarded by mutex_. The oldest comes first.
    std::condition_variable not_empty;  // wait() waits here. One thread is notified by each put().
  };

  // Returns nullptr if there is no such topic. The pointer stays valid while a wait has released
  // mutex_: no topic is ever removed, and a std::map does not move its elements when it grows.
  // Requires: mutex_ is held.
  Topic* find(const std::string& name) {
    const auto found = topics_.find(name);
    return found == topics_.end() ? nullptr : &found->second;
  }

  // Requires: mutex_ is held.
  static std::optional<std::string> take_oldest(Topic& topic) {
    if (topic.messages.empty()) return std::nullopt;
    std::optional<std::string> message = std::move(topic.messages.front());
    topic.messages.pop_front();
    return message;
  }

  mutable std::mutex mutex_;
  std::map<std::string, Topic> topics_;  // Guarded by mutex_, and so is all that the topics hold.
};
