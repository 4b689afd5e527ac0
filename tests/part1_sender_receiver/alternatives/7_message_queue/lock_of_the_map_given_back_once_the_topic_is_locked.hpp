// Alternative: Hand over hand: the map's lock is given back as soon as the topic's is held.
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
    std::lock_guard lock(map_mutex_);
    return topics_.try_emplace(std::move(topic)).second;
  }

  std::vector<std::string> topics() const {
    std::lock_guard lock(map_mutex_);
    std::vector<std::string> names;
    for (const auto& [name, topic] : topics_) names.push_back(name);
    return names;
  }

  bool put(const std::string& topic, std::string message) {
    std::unique_lock<std::mutex> lock;
    Topic* const found = find(topic, lock);
    if (found == nullptr) return false;
    found->messages.push_back(std::move(message));
    found->not_empty.notify_one();
    return true;
  }

  std::optional<std::string> get(const std::string& topic) {
    std::unique_lock<std::mutex> lock;
    Topic* const found = find(topic, lock);
    return found == nullptr ? std::nullopt : take_oldest(*found);
  }

  std::optional<std::string> wait(const std::string& topic, std::chrono::nanoseconds timeout) {
    std::unique_lock<std::mutex> lock;
    Topic* const found = find(topic, lock);
    if (found == nullptr) return std::nullopt;
    found->not_empty.wait_for(lock, timeout, [&] { return !found->messages.empty(); });
    return take_oldest(*found);
  }

 private:
  struct Topic {
    std::mutex mutex;
    std::deque<std::string> messages;
    std::condition_variable not_empty;
  };

  // Sets `lock` to that of the topic, and then gives back that of the map.
  Topic* find(const std::string& name, std::unique_lock<std::mutex>& lock) {
    std::lock_guard map_lock(map_mutex_);
    const auto found = topics_.find(name);
    if (found == topics_.end()) return nullptr;
    lock = std::unique_lock(found->second.mutex);
    return &found->second;
  }

  static std::optional<std::string> take_oldest(Topic& topic) {
    if (topic.messages.empty()) return std::nullopt;
    std::optional<std::string> message = std::move(topic.messages.front());
    topic.messages.pop_front();
    return message;
  }

  mutable std::mutex map_mutex_;
  std::map<std::string, Topic> topics_;
};
