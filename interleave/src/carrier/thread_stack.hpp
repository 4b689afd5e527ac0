// The stack of a controlled thread, with a guard page below it. Stacks are kept until the process
// ends: a thread of an execution that was given up stands on its stack for good.
#pragma once

#include <cstddef>

namespace interleave {

inline constexpr std::size_t kStackBytes = 256 * 1024;

class ThreadStack {
 public:
  // Throws std::system_error when there is no memory for it.
  ThreadStack();
  ThreadStack(const ThreadStack&) = delete;
  ThreadStack& operator=(const ThreadStack&) = delete;

  char* bottom() const { return bottom_; }
  char* top() const { return bottom_ + kStackBytes; }

  bool contains(const void* address) const { return address >= bottom_ && address < top(); }

  // Returns whether `address` lies in the guard page: the stack overflowed.
  bool is_guard(const void* address) const;

 private:
  char* bottom_;
};

}  // namespace interleave
