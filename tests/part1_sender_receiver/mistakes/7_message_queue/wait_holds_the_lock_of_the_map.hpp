// Mistake: wait() gives back the lock of its topic and keeps that of the map, which put() needs.
// Verdict: deadlock, wrong result
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
    std::lock_guard map_lock(map_mutex_);
    const auto found = topics_.find(topic);
    if (found == topics_.end()) return std::nullopt;
    Topic& waited_for = found->second;
    std::unique_lock lock(waited_for.mutex);
    waited_for.not_empty.wait_for(lock, timeout, [&] { return !waited_for.messages.empty(); });
    return take_oldest(waited_for);
  }

 private:
  struct Topic {
    std::mutex mutex;
    std::deque<std::string> messages;
    std::condition_variable not_empty;
  };

  Topic* find(const std::string& name) {
    std::lock_guard lock(map_mutex_);
    const auto found = topics_.find(name);
    return found == topics_.end() ? nullptr : &found->second;
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
