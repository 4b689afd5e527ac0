// 1.5 as its tests see it.
#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <optional>

#include "tests/interfaces/answer.hpp"

namespace under_test {

using Clock = std::chrono::steady_clock;

// Hands every call on to the answer's BoundedQueue<T>.
template <typename T>
class BoundedQueue {
 public:
  explicit BoundedQueue(std::size_t capacity);
  ~BoundedQueue();
  BoundedQueue(const BoundedQueue&) = delete;
  BoundedQueue& operator=(const BoundedQueue&) = delete;

  bool push(const T& item) requires std::copy_constructible<T>;
  bool push(T&& item);
  std::optional<T> pop();
  bool try_push(T& item);
  bool try_push(T&& item);
  std::optional<T> try_pop();
  template <typename Rep, typename Period>
  bool try_push_for(T& item, const std::chrono::duration<Rep, Period>& timeout);
  template <typename Rep, typename Period>
  bool try_push_for(T&& item, const std::chrono::duration<Rep, Period>& timeout);
  template <typename Duration>
  bool try_push_until(T& item, const std::chrono::time_point<Clock, Duration>& deadline);
  template <typename Duration>
  bool try_push_until(T&& item, const std::chrono::time_point<Clock, Duration>& deadline);
  template <typename Rep, typename Period>
  std::optional<T> try_pop_for(const std::chrono::duration<Rep, Period>& timeout);
  template <typename Duration>
  std::optional<T> try_pop_until(const std::chrono::time_point<Clock, Duration>& deadline);
  void close();
  bool closed() const;
  std::size_t size() const;
  std::size_t capacity() const;

 private:
  AnswerPlace answer_;
};

}  // namespace under_test
