// 1.4 as its tests see it.
#pragma once

#include <concepts>
#include <cstddef>
#include <optional>

#include "tests/interfaces/answer.hpp"

namespace under_test {

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
  void close();
  bool closed() const;
  std::size_t size() const;
  std::size_t capacity() const;

 private:
  AnswerPlace answer_;
};

}  // namespace under_test
