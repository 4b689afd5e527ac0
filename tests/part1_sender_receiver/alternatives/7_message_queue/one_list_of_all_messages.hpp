// Alternative: All messages in one list in their order, each with the name of its topic.
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <list>
#include <mutex>
#include <optional>
#include <set>
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
    return names_.insert(std::move(topic)).second;
  }

  std::vector<std::string> topics() const {
    std::lock_guard lock(mutex_);
    return {names_.begin(), names_.end()};
  }

  bool put(const std::string& topic, std::string message) {
    std::lock_guard lock(mutex_);
    if (names_.count(topic) == 0) return false;
    messages_.push_back({topic, std::move(message)});
    changed_.notify_all();
    return true;
  }

  std::optional<std::string> get(const std::string& topic) {
    std::lock_guard lock(mutex_);
    return take_oldest(topic);
  }

  std::optional<std::string> wait(const std::string& topic, std::chrono::nanoseconds timeout) {
    std::unique_lock lock(mutex_);
    if (names_.count(topic) == 0) return std::nullopt;
    changed_.wait_for(lock, timeout, [&] { return oldest(topic) != messages_.end(); });
    return take_oldest(topic);
  }

 private:
  struct Message {
    std::string topic;
    std::string text;
  };

  std::list<Message>::iterator oldest(const std::string& topic) {
    return std::find_if(messages_.begin(), messages_.end(),
                        [&](const Message& message) { return message.topic == topic; });
  }

  std::optional<std::string> take_oldest(const std::string& topic) {
    const auto found = oldest(topic);
    if (found == messages_.end()) return std::nullopt;
    std::optional<std::string> text = std::move(found->text);
    messages_.erase(found);
    return text;
  }

  mutable std::mutex mutex_;
  std::set<std::string> names_;
  std::list<Message> messages_;
  std::condition_variable changed_;
};
