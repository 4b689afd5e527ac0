// An account that any number of threads may use at once. It is plain C++: nothing in it knows that
// it will be explored.
#pragma once

#include <mutex>

class Account {
 public:
  void deposit(int amount) {
    std::lock_guard lock(mutex_);
    balance_ += amount;
  }

  // Returns false, and takes nothing, if there is not enough.
  bool withdraw(int amount) {
    std::lock_guard lock(mutex_);
    if (balance_ < amount) return false;
    balance_ -= amount;
    return true;
  }

  int balance() const {
    std::lock_guard lock(mutex_);
    return balance_;
  }

 private:
  mutable std::mutex mutex_;
  int balance_ = 0;  // Guarded by mutex_.
};
