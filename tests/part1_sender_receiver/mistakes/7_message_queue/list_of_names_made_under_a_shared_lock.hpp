// Mistake: topics() keeps its list for the next call, and makes it under a lock that readers share.
// Verdict: data race
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <utility>
#include <vector>

class MessageQueue {
 public:
  MessageQueue() = default;
  MessageQueue(const MessageQueue&) = delete;
  MessageQueue& operator=(const MessageQueue&) = delete;

  bool create(std::string topic) {
    std::lock_guard lock(map_mutex_);
    return topics_.try_emplace(std::move(topic)).second;
  }

  std::vector<std::string> topics() const {
    std::shared_lock lock(map_mutex_);
    if (names_.size() != topics_.size()) {
      names_.clear();
      for (const auto& [name, topic] : topics_) names_.push_back(name);
    }
    return names_;
  }

  bool put(const std::string& topic, std::string message) {
    Topic* const found = find(topic);
    if (found == nullptr) return false;
    std::lock_guard lock(found->mutex);
    found->messages.push_back(std::move(message));
    found->not_empty.notify_one();
    return true;
  }

  std::optional<std::string> get(const std::string& topic) {
    Topic* const found = find(topic);
    if (found == nullptr) return std::nullopt;
    std::lock_guard lock(found->mutex);
    return take_oldest(*found);
  }

  std::optional<std::string> wait(const std::string& topic, std::chrono::nanoseconds timeout) {
    Topic* const found = find(topic);
    if (found == nullptr) return std::nullopt;
    std::unique_lock lock(found->mutex);
    found->not_empty.wait_for(lock, timeout, [&] { return !found->messages.empty(); });
    return take_oldest(*found);
  }

 private:
  struct Topic {
    std::mutex mutex;
    std::deque<std::string> messages;
    std::condition_variable not_empty;
  };

  Topic* find(const std::string& name) {
    std::shared_lock lock(map_mutex_);
    const auto found = topics_.find(name);
    return found == topics_.end() ? nullptr : &found->second;
  }

  static std::optional<std::string> take_oldest(Topic& topic) {
    if (topic.messages.empty()) return std::nullopt;
    std::optional<std::string> message = std::move(topic.messages.front());
    topic.messages.pop_front();
    return message;
  }

  mutable std::shared_mutex map_mutex_;
  std::map<std::string, Topic> topics_;
  mutable std::vector<std::string> names_;
};
