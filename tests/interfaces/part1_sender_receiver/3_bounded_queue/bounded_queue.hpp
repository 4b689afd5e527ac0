// 1.3 as its tests see it.
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

  void push(const T& item) requires std::copy_constructible<T>;
  void push(T&& item);
  T pop();
  bool try_push(T& item);
  bool try_push(T&& item);
  std::optional<T> try_pop();
  std::size_t size() const;
  std::size_t capacity() const;

 private:
  AnswerPlace answer_;
};

}  // namespace under_test
