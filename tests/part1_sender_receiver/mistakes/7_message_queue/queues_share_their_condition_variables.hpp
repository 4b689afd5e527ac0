// Mistake: Topics of one name share a condition variable, also those of two queues.
// Verdict: lost wake-up, deadlock
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
    found->second.messages.push_back(std::move(message));
    not_empty(topic).notify_one();
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
    Topic& waited_for = found->second;
    not_empty(topic).wait_for(lock, timeout, [&] { return !waited_for.messages.empty(); });
    return take_oldest(waited_for);
  }

 private:
  static std::condition_variable& not_empty(const std::string& topic) {
    static std::map<std::string, std::condition_variable> all;
    return all[topic];
  }

  struct Topic {
    std::deque<std::string> messages;
  };

  static std::optional<std::string> take_oldest(Topic& topic) {
    if (topic.messages.empty()) return std::nullopt;
    std::optional<std::string> message = std::move(topic.messages.front());
    topic.messages.pop_front();
    return message;
  }

  static inline std::mutex mutex_;
  std::map<std::string, Topic> topics_;
};
