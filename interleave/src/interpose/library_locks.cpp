#include "interpose/library_locks.hpp"

#include <unordered_map>

#include "execution/execution.hpp"
#include "story/symbolizer.hpp"

namespace interleave {

bool gives_shared_ptr_back(const void* pc) {
  if (!in_program) return false;
  const OutsideProgram outside;
  // Both are made by the first relaxed subtraction: most programs have none.
  static Symbolizer symbolizer;
  static std::unordered_map<const void*, bool> known;
  const auto [found, is_new] = known.try_emplace(pc, false);
  if (is_new) found->second = symbolizer.comes_from(pc, "/bits/shared_ptr_atomic.h");
  return found->second;
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
