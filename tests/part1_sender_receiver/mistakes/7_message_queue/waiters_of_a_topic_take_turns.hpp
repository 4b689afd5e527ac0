// Mistake: Waiters sleep with a lock that is theirs in turn: one's time is up before its turn.
// Verdict: wrong result
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
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
    auto made = std::make_shared<Topic>();
    std::lock_guard lock(map_mutex_);
    return topics_.try_emplace(std::move(topic), std::move(made)).second;
  }

  std::vector<std::string> topics() const {
    std::lock_guard lock(map_mutex_);
    std::vector<std::string> names;
    for (const auto& [name, topic] : topics_) names.push_back(name);
    return names;
  }

  bool put(const std::string& topic, std::string message) {
    const std::shared_ptr<Topic> found = find(topic);
    if (found == nullptr) return false;
    std::lock_guard lock(found->mutex);
    found->messages.push_back(std::move(message));
    found->not_empty.notify_one();
    return true;
  }

  std::optional<std::string> get(const std::string& topic) {
    const std::shared_ptr<Topic> found = find(topic);
    if (found == nullptr) return std::nullopt;
    std::lock_guard lock(found->mutex);
    return take_oldest(*found);
  }

  std::optional<std::string> wait(const std::string& topic, std::chrono::nanoseconds timeout) {
    const std::shared_ptr<Topic> found = find(topic);
    if (found == nullptr) return std::nullopt;
    std::lock_guard turn(found->turn);
    std::unique_lock lock(found->mutex);
    found->not_empty.wait_for(lock, timeout, [&] { return !found->messages.empty(); });
    return take_oldest(*found);
  }

 private:
  struct Topic {
    std::mutex mutex;
    std::mutex turn;
    std::deque<std::string> messages;
    std::condition_variable not_empty;
  };

  std::shared_ptr<Topic> find(const std::string& name) {
    std::lock_guard lock(map_mutex_);
    const auto found = topics_.find(name);
    return found == topics_.end() ? nullptr : found->second;
  }

  static std::optional<std::string> take_oldest(Topic& topic) {
    if (topic.messages.empty()) return std::nullopt;
    std::optional<std::string> message = std::move(topic.messages.front());
    topic.messages.pop_front();
    return message;
  }

  mutable std::mutex map_mutex_;
  std::map<std::string, std::shared_ptr<Topic>> topics_;
};
