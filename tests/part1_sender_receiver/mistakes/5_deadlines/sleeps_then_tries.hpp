// Mistake: try_pop_for() sleeps for all of its time and looks then, though an item came at once.
// Verdict: wrong result, deadlock
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>

template <typename T>
class BoundedQueue {
 public:
  using Clock = std::chrono::steady_clock;

  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) {
    if (capacity == 0) throw std::invalid_argument("capacity must not be 0");
  }

  bool push(T item) {
    std::unique_lock lock(mutex_);
    not_full_.wait(lock, [this] { return closed_ || items_.size() < capacity_; });
    return add(item);
  }

  std::optional<T> pop() {
    std::unique_lock lock(mutex_);
    not_empty_.wait(lock, [this] { return closed_ || !items_.empty(); });
    return take();
  }

  bool try_push(T& item) {
    std::lock_guard lock(mutex_);
    return add(item);
  }

  bool try_push(T&& item) { return try_push(item); }

  std::optional<T> try_pop() {
    std::lock_guard lock(mutex_);
    return take();
  }

  template <typename Rep, typename Period>
  bool try_push_for(T& item, const std::chrono::duration<Rep, Period>& timeout) {
    return push_before(item, after(timeout));
  }

  template <typename Duration>
  bool try_push_until(T& item, const std::chrono::time_point<Clock, Duration>& deadline) {
    return push_before(item, at(deadline));
  }

  template <typename Time>
  bool try_push_for(T&& item, const Time& timeout) {
    return try_push_for(item, timeout);
  }

  template <typename Time>
  bool try_push_until(T&& item, const Time& deadline) {
    return try_push_until(item, deadline);
  }

  template <typename Rep, typename Period>
  std::optional<T> try_pop_for(const std::chrono::duration<Rep, Period>& timeout) {
    return pop_before(after(timeout));
  }

  template <typename Duration>
  std::optional<T> try_pop_until(const std::chrono::time_point<Clock, Duration>& deadline) {
    return pop_before(at(deadline));
  }

  void close() {
    std::lock_guard lock(mutex_);
    closed_ = true;
    not_full_.notify_all();
    not_empty_.notify_all();
  }

  bool closed() const {
    std::lock_guard lock(mutex_);
    return closed_;
  }

  std::size_t size() const {
    std::lock_guard lock(mutex_);
    return items_.size();
  }

  std::size_t capacity() const { return capacity_; }

 private:
  using Seconds = std::chrono::duration<double>;

  bool push_before(T& item, Clock::time_point deadline) {
    std::unique_lock lock(mutex_);
    not_full_.wait_until(lock, deadline, [this] { return closed_ || items_.size() < capacity_; });
    return add(item);
  }

  std::optional<T> pop_before(Clock::time_point deadline) {
    if (std::optional<T> item = try_pop()) return item;
    if (!closed()) std::this_thread::sleep_until(deadline);
    return try_pop();
  }

  template <typename Duration>
  static Clock::time_point after(const Duration& timeout) {
    if (timeout <= timeout.zero()) return Clock::now();
    if (Seconds(timeout) > std::chrono::hours(1'000'000)) return Clock::time_point::max();
    return Clock::now() + std::chrono::ceil<Clock::duration>(timeout);
  }

  template <typename TimePoint>
  static Clock::time_point at(const TimePoint& deadline) {
    const Seconds since = deadline.time_since_epoch();
    if (since > std::chrono::hours(1'000'000)) return Clock::time_point::max();
    return std::chrono::ceil<Clock::duration>(deadline);
  }

  bool add(T& item) {
    if (closed_ || items_.size() == capacity_) return false;
    items_.push_back(std::move(item));
    not_empty_.notify_one();
    return true;
  }

  std::optional<T> take() {
    if (items_.empty()) return std::nullopt;
    std::optional<T> item = std::move(items_.front());
    items_.pop_front();
    not_full_.notify_one();
    return item;
  }

  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::deque<T> items_;
  bool closed_ = false;
  std::condition_variable not_full_;
  std::condition_variable not_empty_;
};
