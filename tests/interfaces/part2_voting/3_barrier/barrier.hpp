// 2.3 as its tests see it.
#pragma once

#include <cstddef>

#include "tests/interfaces/answer.hpp"

namespace under_test {

// Hands every call on to the answer's Barrier.
class Barrier {
 public:
  explicit Barrier(std::size_t parties);
  ~Barrier();
  Barrier(const Barrier&) = delete;
  Barrier& operator=(const Barrier&) = delete;

  void arrive_and_wait();
  void arrive_and_drop();

 private:
  AnswerPlace answer_;
};

}  // namespace under_test
