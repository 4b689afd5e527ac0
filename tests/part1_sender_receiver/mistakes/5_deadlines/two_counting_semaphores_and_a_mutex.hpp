// Mistake: A permit is taken before the item is, so a call has two moments: a try_push() that comes
// between them says no, though the queue is empty then and after.
// Verdict: wrong result, polls
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <semaphore>
#include <stdexcept>
#include <utility>

template <typename T>
class BoundedQueue {
 public:
  using Clock = std::chrono::steady_clock;

  explicit BoundedQueue(std::size_t capacity)
      : capacity_(capacity), free_(static_cast<std::ptrdiff_t>(capacity)), full_(0) {
    if (capacity == 0) throw std::invalid_argument("capacity must not be 0");
  }

  bool push(T item) {
    free_.acquire();
    return add(item);
  }

  std::optional<T> pop() {
    full_.acquire();
    return take();
  }

  bool try_push(T& item) { return free_.try_acquire() && add(item); }

  bool try_push(T&& item) { return try_push(item); }

  std::optional<T> try_pop() {
    if (!full_.try_acquire()) return std::nullopt;
    return take();
  }

  template <typename Rep, typename Period>
  bool try_push_for(T& item, const std::chrono::duration<Rep, Period>& timeout) {
    return acquire_before(free_, after(timeout)) && add(item);
  }

  template <typename Duration>
  bool try_push_until(T& item, const std::chrono::time_point<Clock, Duration>& deadline) {
    return acquire_before(free_, at(deadline)) && add(item);
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
    if (!acquire_before(full_, after(timeout))) return std::nullopt;
    return take();
  }

  template <typename Duration>
  std::optional<T> try_pop_until(const std::chrono::time_point<Clock, Duration>& deadline) {
    if (!acquire_before(full_, at(deadline))) return std::nullopt;
    return take();
  }

  void close() {
    std::lock_guard lock(mutex_);
    if (closed_) return;
    closed_ = true;
    free_.release();
    full_.release();
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

  static bool acquire_before(std::counting_semaphore<>& semaphore, Clock::time_point deadline) {
    return semaphore.try_acquire() || semaphore.try_acquire_until(deadline) ||
           semaphore.try_acquire();
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

  // The permit in hand is a free place, or, after the end, one that goes from hand to hand.
  bool add(T& item) {
    std::lock_guard lock(mutex_);
    try {
      if (!closed_) items_.push_back(std::move(item));
    } catch (...) {
      free_.release();
      throw;
    }
    (closed_ ? free_ : full_).release();
    return !closed_;
  }

  std::optional<T> take() {
    std::lock_guard lock(mutex_);
    std::optional<T> item;
    if (items_.empty()) {
      full_.release();
      return item;
    }
    try {
      item.emplace(std::move(items_.front()));
    } catch (...) {
      full_.release();
      throw;
    }
    items_.pop_front();
    free_.release();
    return item;
  }

  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::deque<T> items_;
  bool closed_ = false;
  std::counting_semaphore<> free_;
  std::counting_semaphore<> full_;
};
