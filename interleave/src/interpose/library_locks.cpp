#include "interpose/library_locks.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <unordered_map>

#include "execution/execution.hpp"
#include "story/symbolizer.hpp"

namespace interleave {

namespace {

// What it reads of the program's debug information is memory of the process that has read it.
Symbolizer& symbolizer_of_this_process() {
  static std::unique_ptr<Symbolizer> symbolizer;
  static pid_t made_in = 0;
  if (made_in == getpid()) return *symbolizer;
  (void)symbolizer.release();  // Of another process.
  symbolizer = std::make_unique<Symbolizer>();
  made_in = getpid();
  return *symbolizer;
}

}  // namespace

bool gives_shared_ptr_back(const void* pc) {
  if (!in_program) return false;
  const OutsideProgram outside;
  // Made by the first relaxed subtraction: most programs have none.
  static std::unordered_map<const void*, bool> known;
  const auto [found, is_new] = known.try_emplace(pc, false);
  if (is_new) {
    found->second = symbolizer_of_this_process().comes_from(pc, "/bits/shared_ptr_atomic.h");
  }
  return found->second;
}

namespace {

// Where libstdc++ 12 to 14 spin, yield or nap: the lock of a stop_state, waiting for an atomic and
// all that is made of it (semaphores, latches, barriers, futures), the lock of an
// atomic<shared_ptr>.
constexpr std::array<std::string_view, 9> kWaitsInside = {
    "/stop_token",
    "/bits/atomic_wait.h",
    "/bits/atomic_timed_wait.h",
    "/bits/atomic_base.h",
    "/bits/atomic_futex.h",
    "/bits/semaphore_base.h",
    "/latch",
    "/bits/shared_ptr_atomic.h",
    "/barrier",
};

bool is_in_waiting_library(const void* pc) {
  Symbolizer& symbolizer = symbolizer_of_this_process();
  return std::any_of(kWaitsInside.begin(), kWaitsInside.end(),
                     [&](std::string_view file) { return symbolizer.comes_from(pc, file); });
}

}  // namespace

// Looks at the functions of the library that it is in, up to the program's own.
bool is_inside_library(const Thread& thread) {
  const std::size_t depth = std::min(thread.calls.depth, CallStack::kFramesMax);
  const void* pc = thread.pc;
  for (std::size_t i = depth;; --i) {
    if (is_in_waiting_library(pc)) return true;
    if (i == 0 || symbolizer_of_this_process().is_user_code(pc)) return false;
    pc = thread.calls.frames[i - 1];
  }
}

namespace {

// The flag of compiler-rt's tsan_interface.h for a try that found the lock taken.
constexpr unsigned kTryLockFailed = 1U << 5;

// The steps are those of the atomics underneath. What is told here is the order that they make.
void note_locked(void* lock) {
  if (!in_program) return;
  const OutsideProgram outside;
  Thread& me = current_execution->self();
  me.clock.join(current_execution->object(lock, ObjectKind::kAtomic).released_by_hand);
}

void note_unlocking(void* lock) {
  if (!in_program) return;
  const OutsideProgram outside;
  Thread& me = current_execution->self();
  current_execution->object(lock, ObjectKind::kAtomic).released_by_hand.join(me.clock);
  me.clock.tick(me.id);
}

}  // namespace
}  // namespace interleave

// What a library says about the locks that it makes of atomics, libstdc++ 13 and newer about those
// in std::atomic<std::shared_ptr>. The names are compiler-rt's (tsan_interface.h).
// NOLINTBEGIN(bugprone-reserved-identifier)
extern "C" {

void __tsan_mutex_create(void*, unsigned) {}
void __tsan_mutex_destroy(void*, unsigned) {}
void __tsan_mutex_pre_lock(void*, unsigned) {}
void __tsan_mutex_post_lock(void* lock, unsigned flags, int) {
  if ((flags & interleave::kTryLockFailed) == 0) interleave::note_locked(lock);
}
int __tsan_mutex_pre_unlock(void* lock, unsigned) {
  interleave::note_unlocking(lock);
  return 0;
}
void __tsan_mutex_post_unlock(void*, unsigned) {}
void __tsan_mutex_pre_signal(void*, unsigned) {}
void __tsan_mutex_post_signal(void*, unsigned) {}
void __tsan_mutex_pre_divert(void*, unsigned) {}
void __tsan_mutex_post_divert(void*, unsigned) {}
void __tsan_acquire(void* lock) { interleave::note_locked(lock); }
void __tsan_release(void* lock) { interleave::note_unlocking(lock); }

}  // extern "C"
// NOLINTEND(bugprone-reserved-identifier)
