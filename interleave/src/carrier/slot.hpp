// A slot is what one controlled thread runs on: a stack of its own, and the thread_local block of a
// parked helper thread. Slots are made once and used again in every execution.
#pragma once

#include <cstddef>
#include <cstdint>
#include <thread>

namespace interleave {

inline constexpr std::size_t kStackBytes = 256 * 1024;

class Slot {
 public:
  // Throws std::system_error when the stack or the helper thread cannot be had.
  Slot();
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;

  // Gives the next thread on this slot thread_local variables as new.
  void refresh_thread_locals();

  void* stack_top() const { return stack_ + kStackBytes; }
  std::uint64_t thread_pointer() const { return thread_pointer_; }

  // Returns whether `address` lies in the stack.
  bool has_on_stack(const void* address) const {
    return address >= stack_ && address < stack_ + kStackBytes;
  }

  // Returns whether `address` lies in the guard page below the stack: the stack overflowed.
  bool is_guard(const void* address) const;

 private:
  char* stack_;                       // Above a guard page.
  std::uint64_t thread_pointer_ = 0;  // Of the helper thread.
  char* thread_locals_ = nullptr;     // The program's own block in the helper thread, or nullptr.
};

}  // namespace interleave
