// Mistake: topics() lets go of the shared map before it goes through it: nobody may own it then.
// Verdict: data race, misuse
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
    std::lock_guard lock(mutex_);
    if (topics_->count(topic) > 0) return false;
    auto more = std::make_shared<Map>(*topics_);
    more->emplace(std::move(topic), std::make_shared<Topic>());
    topics_ = std::move(more);
    return true;
  }

  std::vector<std::string> topics() const {
    std::vector<std::string> names;
    for (const auto& [name, topic] : *newest()) names.push_back(name);
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

  using Map = std::map<std::string, std::shared_ptr<Topic>>;

  std::shared_ptr<const Map> newest() const {
    std::lock_guard lock(mutex_);
    return topics_;
  }

  std::shared_ptr<Topic> find(const std::string& name) const {
    const std::shared_ptr<const Map> map = newest();
    const auto found = map->find(name);
    return found == map->end() ? nullptr : found->second;
  }

  static std::optional<std::string> take_oldest(Topic& topic) {
    if (topic.messages.empty()) return std::nullopt;
    std::optional<std::string> message = std::move(topic.messages.front());
    topic.messages.pop_front();
    return message;
  }

  mutable std::mutex mutex_;
  std::shared_ptr<const Map> topics_ = std::make_shared<Map>();
};
