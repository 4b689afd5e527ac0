// 1.2 as its tests see it.
#pragma once

#include <concepts>

#include "tests/interfaces/answer.hpp"

namespace under_test {

// Hands every call on to the answer's Handoff<T>.
template <typename T>
class Handoff {
 public:
  Handoff();
  ~Handoff();
  Handoff(const Handoff&) = delete;
  Handoff& operator=(const Handoff&) = delete;

  void put(const T& value) requires std::copy_constructible<T>;
  void put(T&& value);
  T take();

 private:
  AnswerPlace answer_;
};

}  // namespace under_test
