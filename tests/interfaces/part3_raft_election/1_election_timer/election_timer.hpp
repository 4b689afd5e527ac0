// 3.1 as its tests see it.
#pragma once

#include <functional>

#include "provided/random.hpp"
#include "tests/interfaces/answer.hpp"

namespace under_test {

// Hands every call on to the answer's ElectionTimer.
class ElectionTimer {
 public:
  ElectionTimer(Duration min, Duration max, std::function<void()> on_timeout, Random& random);
  ~ElectionTimer();
  ElectionTimer(const ElectionTimer&) = delete;
  ElectionTimer& operator=(const ElectionTimer&) = delete;

  void start();
  void reset();
  void stop();

 private:
  AnswerPlace answer_;
};

}  // namespace under_test
