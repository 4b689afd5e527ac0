// Mistake: wait() sleeps by the steady clock, and asks the one on the wall whether its time is up.
// Verdict: wrong result
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

class MessageQueue {
 public:
  MessageQueue() = default;
  MessageQueue(const MessageQueue&) = delete;
  MessageQueue& operator=(const MessageQueue&) = delete;

  bool create(std::string topic) {
    std::lock_guard lock(mutex_);
    if (find(topic) != nullptr) return false;
    topics_.push_back({std::move(topic), {}});
    return true;
  }

  std::vector<std::string> topics() const {
    std::lock_guard lock(mutex_);
    std::vector<std::string> names;
    for (const Topic& topic : topics_) names.push_back(topic.name);
    return names;
  }

  bool put(const std::string& topic, std::string message) {
    std::lock_guard lock(mutex_);
    Topic* const found = find(topic);
    if (found == nullptr) return false;
    found->messages.push_back(std::move(message));
    changed_.notify_all();
    return true;
  }

  std::optional<std::string> get(const std::string& topic) {
    std::lock_guard lock(mutex_);
    Topic* const found = find(topic);
    return found == nullptr ? std::nullopt : take_oldest(*found);
  }

  std::optional<std::string> wait(const std::string& topic, std::chrono::nanoseconds timeout) {
    const auto end = std::chrono::system_clock::now() + timeout;
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    std::unique_lock lock(mutex_);
    if (find(topic) == nullptr) return std::nullopt;
    while (find(topic)->messages.empty() && std::chrono::system_clock::now() < end) {
      changed_.wait_until(lock, deadline);
    }
    return take_oldest(*find(topic));
  }

 private:
  struct Topic {
    std::string name;
    std::deque<std::string> messages;
  };

  Topic* find(const std::string& name) {
    for (Topic& topic : topics_) {
      if (topic.name == name) return &topic;
    }
    return nullptr;
  }

  static std::optional<std::string> take_oldest(Topic& topic) {
    if (topic.messages.empty()) return std::nullopt;
    std::optional<std::string> message = std::move(topic.messages.front());
    topic.messages.pop_front();
    return message;
  }

  mutable std::mutex mutex_;
  std::vector<Topic> topics_;
  std::condition_variable changed_;
};
