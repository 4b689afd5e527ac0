// Alternative: A pointer is the slot, and the loops around wait are written out.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>

template <typename T>
class Handoff {
 public:
  void put(T value) {
    auto parcel = std::make_unique<T>(std::move(value));
    std::unique_lock<std::mutex> lock(mutex_);
    while (slot_ != nullptr) empty_.wait(lock);
    slot_ = std::move(parcel);
    full_.notify_one();
  }

  T take() {
    std::unique_ptr<T> parcel;
    {
      std::unique_lock<std::mutex> lock(mutex_);
      while (slot_ == nullptr) full_.wait(lock);
      parcel = std::move(slot_);
      empty_.notify_one();
    }
    return std::move(*parcel);
  }

 private:
  std::mutex mutex_;
  std::unique_ptr<T> slot_;
  std::condition_variable empty_;
  std::condition_variable full_;
};
