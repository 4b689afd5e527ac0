// Fibers: controlled threads as coroutines on Boost.Context, without a system call in a switch.
#pragma once

#include <boost/context/detail/fcontext.hpp>
#include <cstddef>
#include <cstdint>

#include "carrier/slot.hpp"

namespace interleave {

// One flow of control: the explorer's own, or a controlled thread's.
class Fiber {
 public:
  // Makes the fiber begin with entry() on `slot` at the next switch to it. entry() never returns.
  void prepare(Slot& slot, void (*entry)());

  // The same on a stack of the caller's, with the calling thread's thread_local variables.
  void prepare(char* stack_top, std::size_t stack_bytes, void (*entry)());

  // Leaves `from`, which is running, and goes on where `to` left off. Returns when somebody
  // switches back to `from`.
  static void switch_to(Fiber& from, Fiber& to);

 private:
  static void run(boost::context::detail::transfer_t transfer);

  boost::context::detail::fcontext_t context_ = nullptr;
  std::uint64_t thread_pointer_ = 0;
  void (*entry_)() = nullptr;
};

}  // namespace interleave
