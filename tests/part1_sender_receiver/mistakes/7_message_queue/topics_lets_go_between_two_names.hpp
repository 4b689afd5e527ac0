// Mistake: topics() gives the lock back after each name, so that its list is of no one moment.
// Verdict: wrong result
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
    std::unique_lock lock(mutex_);
    std::vector<std::string> names;
    for (auto next = topics_.begin(); next != topics_.end(); ++next) {
      lock.unlock();
      names.push_back(next->first);
      lock.lock();
    }
    return names;
  }

  bool put(const std::string& topic, std::string message) {
    std::lock_guard lock(mutex_);
    const auto found = topics_.find(topic);
    if (found == topics_.end()) return false;
    found->second.messages.push_back(std::move(message));
    found->second.not_empty.notify_one();
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
    waited_for.not_empty.wait_for(lock, timeout, [&] { return !waited_for.messages.empty(); });
    return take_oldest(waited_for);
  }

 private:
  struct Topic {
    std::deque<std::string> messages;
    std::condition_variable not_empty;
  };

  static std::optional<std::string> take_oldest(Topic& topic) {
    if (topic.messages.empty()) return std::nullopt;
    std::optional<std::string> message = std::move(topic.messages.front());
    topic.messages.pop_front();
    return message;
  }

  mutable std::mutex mutex_;
  std::map<std::string, Topic> topics_;
};
