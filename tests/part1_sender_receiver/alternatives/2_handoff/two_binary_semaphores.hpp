// Alternative: Whoever gets through a semaphore has the slot to itself, so no mutex is needed.
#pragma once

#include <optional>
#include <semaphore>
#include <utility>

template <typename T>
class Handoff {
 public:
  void put(T value) {
    empty_.acquire();
    slot_.emplace(std::move(value));
    full_.release();
  }

  T take() {
    full_.acquire();
    T value = std::move(*slot_);
    slot_.reset();
    empty_.release();
    return value;
  }

 private:
  std::optional<T> slot_;
  std::binary_semaphore empty_{1};
  std::binary_semaphore full_{0};
};
