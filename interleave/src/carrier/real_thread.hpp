// Controlled threads as threads of the operating system, for a debugger: each has its own stack,
// its own thread_local variables and its name. One of them runs at a time, the others wait for
// their turn.
//
// A thread is never ended. When its execution is over, or given up, it stands where it last waited
// until the next execution needs it; then it leaves all its functions at once, without running
// their destructors, and begins anew.
#pragma once

#include <pthread.h>
#include <setjmp.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "carrier/thread_locals.hpp"
#include "carrier/thread_stack.hpp"

namespace interleave {

// Given to one thread by another. It is taken once for each time it is given.
class Turn {
 public:
  void give();
  void await();

 private:
  std::atomic<std::uint32_t> given_ = 0;
};

// One flow of control: the explorer's own, or a controlled thread's.
class RealThread {
 public:
  RealThread() = default;
  RealThread(const RealThread&) = delete;
  RealThread& operator=(const RealThread&) = delete;

  // Makes the thread begin with entry() at the next switch to it, wherever it stands now. entry()
  // never returns. Throws std::system_error when a new thread is needed and cannot be had.
  void prepare(void (*entry)());

  // Gives `to` its turn and waits for that of `from`, which is the calling thread.
  static void switch_to(RealThread& from, RealThread& to);

  // What a debugger shows: its first 15 characters.
  void set_name(const std::string& name);

  bool has_on_stack(const void* address) const {
    return stack_ != nullptr && stack_->contains(address);
  }
  bool has_thread_local(const void* address) const { return thread_locals_.contain(address); }
  bool is_guard(const void* address) const {
    return stack_ != nullptr && stack_->is_guard(address);
  }

 private:
  static void* main(void* self);
  void start();
  void run();

  Turn turn_;
  void (*entry_)() = nullptr;
  bool begins_anew_ = false;
  jmp_buf outermost_;  // Where it begins.
  // nullptr: the explorer's own, which was there before.
  std::unique_ptr<ThreadStack> stack_;
  std::unique_ptr<char[]> signal_stack_;
  ThreadLocals thread_locals_;
  pthread_t handle_{};
};

}  // namespace interleave
