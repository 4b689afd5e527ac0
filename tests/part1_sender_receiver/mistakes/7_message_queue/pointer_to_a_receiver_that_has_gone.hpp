// Mistake: A receiver that gives up leaves a pointer to itself in the line, and is notified there.
// Verdict: misuse, crash
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <list>
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
    Topic& into = found->second;
    if (into.line.empty()) {
      into.messages.push_back(std::move(message));
      return true;
    }
    Waiter* const next = into.line.front();
    into.line.pop_front();
    next->message = std::move(message);
    next->served.notify_one();
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
    if (!waited_for.messages.empty()) return take_oldest(waited_for);
    Waiter me;
    waited_for.line.push_back(&me);
    me.served.wait_for(lock, timeout, [&] { return me.message.has_value(); });
    return std::move(me.message);
  }

 private:
  struct Waiter {
    std::optional<std::string> message;
    std::condition_variable served;
  };

  struct Topic {
    std::deque<std::string> messages;
    std::list<Waiter*> line;
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
