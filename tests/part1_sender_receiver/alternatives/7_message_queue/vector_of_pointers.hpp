// Alternative: A vector of unique_ptr: it moves the pointers when it grows, and the topics stay.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
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
    topics_.push_back(std::make_unique<Topic>());
    topics_.back()->name = std::move(topic);
    return true;
  }

  std::vector<std::string> topics() const {
    std::lock_guard lock(mutex_);
    std::vector<std::string> names;
    for (const auto& topic : topics_) names.push_back(topic->name);
    return names;
  }

  bool put(const std::string& topic, std::string message) {
    std::lock_guard lock(mutex_);
    Topic* const found = find(topic);
    if (found == nullptr) return false;
    found->messages.push_back(std::move(message));
    found->not_empty.notify_one();
    return true;
  }

  std::optional<std::string> get(const std::string& topic) {
    std::lock_guard lock(mutex_);
    Topic* const found = find(topic);
    return found == nullptr ? std::nullopt : take_oldest(*found);
  }

  std::optional<std::string> wait(const std::string& topic, std::chrono::nanoseconds timeout) {
    std::unique_lock lock(mutex_);
    Topic* const found = find(topic);
    if (found == nullptr) return std::nullopt;
    found->not_empty.wait_for(lock, timeout, [&] { return !found->messages.empty(); });
    return take_oldest(*found);
  }

 private:
  struct Topic {
    std::string name;
    std::deque<std::string> messages;
    std::condition_variable not_empty;
  };

  Topic* find(const std::string& name) {
    for (const auto& topic : topics_) {
      if (topic->name == name) return topic.get();
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
  std::vector<std::unique_ptr<Topic>> topics_;
};
