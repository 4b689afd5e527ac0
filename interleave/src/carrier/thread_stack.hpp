// The stack of a controlled thread, with a guard page below it. Stacks are kept until the process
// ends: a thread of an execution that was given up stands on its stack for good.
#pragma once

#include <cstddef>

namespace interleave {

// Of stacks made from now on. Whole programs get as much as the system gives them.
inline std::size_t stack_bytes = 256 * 1024;
inline constexpr std::size_t kStackBytesOfPrograms = 8 * 1024 * 1024;

class ThreadStack {
 public:
  // Throws std::system_error when there is no memory for it.
  ThreadStack();
  ThreadStack(const ThreadStack&) = delete;
  ThreadStack& operator=(const ThreadStack&) = delete;

  char* bottom() const { return bottom_; }
  char* top() const { return bottom_ + bytes_; }
  std::size_t bytes() const { return bytes_; }

  bool contains(const void* address) const { return address >= bottom_ && address < top(); }

  // Returns whether `address` lies in the guard page: the stack overflowed.
  bool is_guard(const void* address) const;

 private:
  char* bottom_;
  std::size_t bytes_;
};

}  // namespace interleave
