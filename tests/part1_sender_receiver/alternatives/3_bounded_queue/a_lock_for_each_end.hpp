// Alternative: Senders and receivers have a lock each; an atomic count lies between, and whoever
// changes it from the limit wakes the other side with that side's lock held.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>

template <typename T>
class BoundedQueue {
 public:
  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) {
    if (capacity == 0) throw std::invalid_argument("capacity must not be 0");
  }

  void push(T item) {
    std::unique_lock lock(back_mutex_);
    not_full_.wait(lock, [this] { return count_ < capacity_; });
    add(item, std::move(lock));
  }

  T pop() {
    std::unique_lock lock(front_mutex_);
    not_empty_.wait(lock, [this] { return count_ > 0; });
    return std::move(*remove(std::move(lock)));
  }

  bool try_push(T& item) {
    std::unique_lock lock(back_mutex_);
    if (count_ == capacity_) return false;
    add(item, std::move(lock));
    return true;
  }

  bool try_push(T&& item) { return try_push(item); }

  std::optional<T> try_pop() {
    std::unique_lock lock(front_mutex_);
    if (count_ == 0) return std::nullopt;
    return remove(std::move(lock));
  }

  std::size_t size() const { return count_; }

  std::size_t capacity() const { return capacity_; }

 private:
  // The item of a node is empty in the last one, which waits to be filled.
  struct Node {
    std::optional<T> item;
    std::unique_ptr<Node> next;
  };

  void add(T& item, std::unique_lock<std::mutex> lock) {
    auto next = std::make_unique<Node>();
    last_->item.emplace(std::move(item));
    last_->next = std::move(next);
    last_ = last_->next.get();
    const std::size_t before = count_++;
    if (before + 1 < capacity_) not_full_.notify_one();
    lock.unlock();
    if (before == 0) notify(front_mutex_, not_empty_);
  }

  std::optional<T> remove(std::unique_lock<std::mutex> lock) {
    std::optional<T> item = std::move(*first_->item);
    first_ = std::move(first_->next);
    const std::size_t before = count_--;
    if (before > 1) not_empty_.notify_one();
    lock.unlock();
    if (before == capacity_) notify(back_mutex_, not_full_);
    return item;
  }

  // The lock makes sure that nobody is between looking at the count and going to sleep.
  static void notify(std::mutex& mutex, std::condition_variable& waiters) {
    std::lock_guard lock(mutex);
    waiters.notify_one();
  }

  const std::size_t capacity_;
  std::atomic<std::size_t> count_ = 0;
  std::mutex back_mutex_;
  std::mutex front_mutex_;
  std::unique_ptr<Node> first_ = std::make_unique<Node>();  // Guarded by front_mutex_.
  Node* last_ = first_.get();                               // Guarded by back_mutex_.
  std::condition_variable not_full_;
  std::condition_variable not_empty_;
};
