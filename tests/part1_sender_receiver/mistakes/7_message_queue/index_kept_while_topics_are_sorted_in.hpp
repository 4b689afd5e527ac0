// Mistake: wait() keeps the place of its topic, and a new topic that sorts before it moves it on.
// Verdict: wrong result, deadlock
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
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
    const std::size_t place = place_of(topic);
    if (place < topics_.size() && topics_[place].name == topic) return false;
    topics_.insert(topics_.begin() + static_cast<std::ptrdiff_t>(place), {std::move(topic), {}});
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
    std::unique_lock lock(mutex_);
    if (find(topic) == nullptr) return std::nullopt;
    const std::size_t place = place_of(topic);
    changed_.wait_for(lock, timeout, [&] { return !topics_[place].messages.empty(); });
    return take_oldest(topics_[place]);
  }

 private:
  struct Topic {
    std::string name;
    std::deque<std::string> messages;
  };

  std::size_t place_of(const std::string& name) const {
    const auto before = [](const Topic& topic, const std::string& other) {
      return topic.name < other;
    };
    const auto place = std::lower_bound(topics_.begin(), topics_.end(), name, before);
    return static_cast<std::size_t>(place - topics_.begin());
  }

  Topic* find(const std::string& name) {
    const std::size_t place = place_of(name);
    const bool is_there = place < topics_.size() && topics_[place].name == name;
    return is_there ? &topics_[place] : nullptr;
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
