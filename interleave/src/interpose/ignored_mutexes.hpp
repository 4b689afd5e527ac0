// Mutexes of a test framework: locked by the program's threads, but no part of the program.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

namespace interleave {

class IgnoredMutexes {
 public:
  void add(const void* mutex) {
    if (count_ < std::ssize(mutexes_) && !contain(mutex)) mutexes_[count_++] = mutex;
  }
  bool contain(const void* mutex) const {
    return std::find(mutexes_.begin(), mutexes_.begin() + count_, mutex) !=
           mutexes_.begin() + count_;
  }

 private:
  std::array<const void*, 8> mutexes_{};
  std::ptrdiff_t count_ = 0;
};

extern IgnoredMutexes ignored_mutexes;
extern bool learning_ignored_mutexes;  // Every mutex locked now is to be ignored later.

}  // namespace interleave
