// Mistake: Receivers carry messages from an inbox to an outbox, and overtake each other on the way.
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
    std::lock_guard lock(found->in_mutex);
    found->inbox.push_back(std::move(message));
    found->not_empty.notify_one();
    return true;
  }

  std::optional<std::string> get(const std::string& topic) {
    return wait(topic, std::chrono::nanoseconds(0));
  }

  std::optional<std::string> wait(const std::string& topic, std::chrono::nanoseconds timeout) {
    Topic* const found = find(topic);
    if (found == nullptr) return std::nullopt;
    if (auto message = take_oldest(*found)) return message;
    std::deque<std::string> batch;
    {
      std::unique_lock lock(found->in_mutex);
      found->not_empty.wait_for(lock, timeout, [&] { return !found->inbox.empty(); });
      batch.swap(found->inbox);
    }
    {
      std::lock_guard lock(found->out_mutex);
      for (std::string& message : batch) found->outbox.push_back(std::move(message));
    }
    return take_oldest(*found);
  }

 private:
  struct Topic {
    std::mutex in_mutex;
    std::deque<std::string> inbox;
    std::condition_variable not_empty;
    std::mutex out_mutex;
    std::deque<std::string> outbox;
  };

  Topic* find(const std::string& name) {
    std::lock_guard lock(map_mutex_);
    const auto found = topics_.find(name);
    return found == topics_.end() ? nullptr : &found->second;
  }

  static std::optional<std::string> take_oldest(Topic& topic) {
    std::lock_guard lock(topic.out_mutex);
    if (topic.outbox.empty()) return std::nullopt;
    std::optional<std::string> message = std::move(topic.outbox.front());
    topic.outbox.pop_front();
    return message;
  }

  mutable std::mutex map_mutex_;
  std::map<std::string, Topic> topics_;
};
