// Alternative: A vector sorted by name; whoever has slept searches it anew.
#pragma once

#include <algorithm>
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
    const auto place = place_of(topic);
    if (place != topics_.end() && place->name == topic) return false;
    topics_.insert(place, {std::move(topic), {}});
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
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    std::unique_lock lock(mutex_);
    Topic* found = find(topic);
    if (found == nullptr) return std::nullopt;
    auto status = std::cv_status::no_timeout;
    while (found->messages.empty() && status == std::cv_status::no_timeout) {
      status = changed_.wait_until(lock, deadline);
      found = find(topic);
    }
    return take_oldest(*found);
  }

 private:
  struct Topic {
    std::string name;
    std::deque<std::string> messages;
  };

  std::vector<Topic>::iterator place_of(const std::string& name) {
    const auto is_before = [&](const Topic& topic) { return topic.name < name; };
    return std::partition_point(topics_.begin(), topics_.end(), is_before);
  }

  Topic* find(const std::string& name) {
    const auto place = place_of(name);
    return place == topics_.end() || place->name != name ? nullptr : &*place;
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
