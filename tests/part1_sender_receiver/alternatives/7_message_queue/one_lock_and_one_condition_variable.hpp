// Alternative: One condition variable for all topics; notify_all, and each looks for its own.
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

class MessageQueue {
 public:
  MessageQueue() = default;
  MessageQueue(const MessageQueue&) = delete;
  MessageQueue& operator=(const MessageQueue&) = delete;

  bool create(std::string topic) {
    std::lock_guard lock(mutex_);
    return topics_.try_emplace(std::move(topic)).second;
  }

  std::vector<std::string> topics() const {
    std::lock_guard lock(mutex_);
    std::vector<std::string> names;
    for (const auto& [name, topic] : topics_) names.push_back(name);
    return names;
  }

  bool put(const std::string& topic, std::string message) {
    std::lock_guard lock(mutex_);
    const auto found = topics_.find(topic);
    if (found == topics_.end()) return false;
    found->second.push_back(std::move(message));
    changed_.notify_all();
    return true;
  }

  std::optional<std::string> get(const std::string& topic) {
    std::lock_guard lock(mutex_);
    const auto found = topics_.find(topic);
    if (found == topics_.end()) return std::nullopt;
    return take_oldest(found->second);
  }

  std::optional<std::string> wait(const std::string& topic, std::chrono::nanoseconds timeout) {
    std::unique_lock lock(mutex_);
    const auto found = topics_.find(topic);
    if (found == topics_.end()) return std::nullopt;
    changed_.wait_for(lock, timeout, [&] { return !found->second.empty(); });
    return take_oldest(found->second);
  }

 private:
  static std::optional<std::string> take_oldest(std::deque<std::string>& messages) {
    if (messages.empty()) return std::nullopt;
    std::optional<std::string> message = std::move(messages.front());
    messages.pop_front();
    return message;
  }

  mutable std::mutex mutex_;
  std::map<std::string, std::deque<std::string>> topics_;
  std::condition_variable changed_;
};
