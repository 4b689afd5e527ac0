// A slot is what a fiber runs on: a stack of its own, and the thread_local block of a parked helper
// thread. Slots are made once and used again in every execution.
#pragma once

#include <cstdint>

#include "carrier/thread_locals.hpp"
#include "carrier/thread_stack.hpp"

namespace interleave {

class Slot {
 public:
  // Throws std::system_error when the stack or the helper thread cannot be had.
  Slot();
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;

  const ThreadStack& stack() const { return stack_; }
  const ThreadLocals& thread_locals() const { return thread_locals_; }
  std::uint64_t thread_pointer() const { return thread_pointer_; }

 private:
  ThreadStack stack_;
  std::uint64_t thread_pointer_ = 0;  // Of the helper thread.
  ThreadLocals thread_locals_;        // The helper thread's.
};

}  // namespace interleave
