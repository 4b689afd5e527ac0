// A flow of control, the explorer's own or a controlled thread's, on one of the two carriers. All
// flows of an execution have the same.
#pragma once

#include <memory>
#include <string>

#include "carrier/fiber.hpp"
#include "carrier/real_thread.hpp"
#include "interleave/options.hpp"

namespace interleave {

class Flow {
 public:
  explicit Flow(Carrier carrier) : carrier_(carrier) {}

  // Makes the flow begin with entry() at the next switch to it, with thread_local variables as new.
  // Wherever it stands now, it never goes on there. entry() never returns. Throws
  // std::system_error when what it runs on cannot be had.
  void prepare(void (*entry)()) {
    if (carrier_ == Carrier::kThreads) return thread_.prepare(entry);
    if (slot_ == nullptr) slot_ = std::make_unique<Slot>();
    slot_->thread_locals().refresh();
    fiber_.prepare(*slot_, entry);
  }

  // The same for a fiber on a stack of the caller's, with the calling thread's thread_local
  // variables as they are.
  void prepare(char* stack_top, std::size_t stack_bytes, void (*entry)()) {
    fiber_.prepare(stack_top, stack_bytes, entry);
  }

  // Leaves `from`, which is running, and goes on where `to` left off. Returns when somebody
  // switches back to `from`.
  static void switch_to(Flow& from, Flow& to) {
    if (from.carrier_ == Carrier::kThreads) [[unlikely]] {
      return RealThread::switch_to(from.thread_, to.thread_);
    }
    Fiber::switch_to(from.fiber_, to.fiber_);
  }

  // How a debugger shows it; without effect on fibers.
  bool has_name() const { return carrier_ == Carrier::kThreads; }
  void set_name(const std::string& name) { thread_.set_name(name); }

  bool has_on_stack(const void* address) const {
    return slot_ != nullptr ? slot_->stack().contains(address) : thread_.has_on_stack(address);
  }

  // Returns whether `address` lies in one of its copies of the program's thread_local variables.
  bool has_thread_local(const void* address) const {
    return slot_ != nullptr ? slot_->thread_locals().contain(address)
                            : thread_.has_thread_local(address);
  }

  // Returns whether `address` lies below the end of its stack: the stack overflowed.
  bool is_guard(const void* address) const {
    return slot_ != nullptr ? slot_->stack().is_guard(address) : thread_.is_guard(address);
  }

 private:
  const Carrier carrier_;
  std::unique_ptr<Slot> slot_;
  Fiber fiber_;
  RealThread thread_;
};

}  // namespace interleave
