// Alternative: An atomic says whose turn it is; whoever claims the turn has the slot.
#pragma once

#include <atomic>
#include <optional>
#include <utility>

template <typename T>
class Handoff {
 public:
  void put(T value) {
    claim(kEmpty);
    slot_.emplace(std::move(value));
    become(kFull);
  }

  T take() {
    claim(kFull);
    T value = std::move(*slot_);
    slot_.reset();
    become(kEmpty);
    return value;
  }

 private:
  static constexpr int kEmpty = 0;
  static constexpr int kFull = 1;
  static constexpr int kClaimed = 2;

  void claim(int wanted) {
    for (int seen = wanted; !state_.compare_exchange_strong(seen, kClaimed); seen = wanted) {
      state_.wait(seen);
    }
  }

  void become(int state) {
    state_ = state;
    state_.notify_all();
  }

  std::atomic<int> state_ = kEmpty;
  std::optional<T> slot_;
};
