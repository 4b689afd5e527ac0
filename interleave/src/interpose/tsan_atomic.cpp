// Atomic operations of instrumented code. Each is a step of its own, explored as if sequentially
// consistent; which happens-before edge it makes follows the order that the program asked for.
#include <cstddef>
#include <cstdint>

#include "execution/execution.hpp"
#include "globals/globals_log.hpp"
#include "interpose/library_locks.hpp"
#include "model/spin.hpp"

namespace interleave {
namespace {

bool acquires(int order) { return order != __ATOMIC_RELAXED && order != __ATOMIC_RELEASE; }

bool releases(int order) {
  return order == __ATOMIC_RELEASE || order == __ATOMIC_ACQ_REL || order == __ATOMIC_SEQ_CST;
}

// What a thread learns by reading a value that `atomic` carries.
void learn(Thread& me, const Object& atomic, int order) {
  if (acquires(order)) {
    me.clock.join(atomic.released);
  } else {
    me.fence_acquired.join(atomic.released);
  }
}

// What a thread tells by writing. A plain store begins a new release sequence, an update goes on
// with the one it found ([intro.races]).
void tell(Thread& me, Object& atomic, int order, bool update) {
  if (!update) atomic.released.clear();
  if (releases(order)) {
    atomic.released.join(me.clock);
    me.clock.tick(me.id);
  } else {
    atomic.released.join(me.fence_released);
  }
}

// Announces the operation, and lets a thread that only sees the same again stand back.
Object& reach(const volatile void* address, OpKind kind, const void* pc) {
  Execution& execution = *current_execution;
  Thread& me = execution.self();
  me.pc = pc;
  Object& atomic = execution.object(const_cast<const void*>(address), ObjectKind::kAtomic);
  begin_look(me, atomic);
  execution.perform({.kind = kind, .object = &atomic});
  return atomic;
}

void remember(Thread& me, Object& atomic, bool changed) {
  end_look(me, atomic, changed);
  if (changed) me.watched_version = ++atomic.version;
}

template <typename T>
T load(const volatile T* from, int order, const void* pc) {
  if (!in_program) return __atomic_load_n(from, __ATOMIC_SEQ_CST);
  const OutsideProgram outside;
  Object& atomic = reach(from, OpKind::kAtomicLoad, pc);
  Thread& me = current_execution->self();
  learn(me, atomic, order);
  remember(me, atomic, false);
  return __atomic_load_n(from, __ATOMIC_SEQ_CST);
}

template <typename T>
void store(volatile T* to, T value, int order, const void* pc) {
  if (!in_program) return __atomic_store_n(to, value, __ATOMIC_SEQ_CST);
  const OutsideProgram outside;
  Object& atomic = reach(to, OpKind::kAtomicStore, pc);
  Thread& me = current_execution->self();
  tell(me, atomic, order, false);
  globals_log.note_write(const_cast<T*>(to), sizeof(T));
  const T before = __atomic_exchange_n(to, value, __ATOMIC_SEQ_CST);
  remember(me, atomic, before != value);
}

// Reads, computes and writes in one. Returns the value before.
template <typename T, typename Compute>
T update(volatile T* at, int order, const void* pc, Compute compute) {
  if (!in_program) return compute(at);
  const OutsideProgram outside;
  Object& atomic = reach(at, OpKind::kAtomicUpdate, pc);
  Thread& me = current_execution->self();
  learn(me, atomic, order);
  tell(me, atomic, order, true);
  globals_log.note_write(const_cast<T*>(at), sizeof(T));
  const T before = compute(at);
  remember(me, atomic, __atomic_load_n(at, __ATOMIC_SEQ_CST) != before);
  return before;
}

template <typename T>
T subtract(volatile T* at, T value, int order, const void* pc) {
  if (order == __ATOMIC_RELAXED && gives_shared_ptr_back(pc)) order = __ATOMIC_RELEASE;
  return update(at, order, pc, [value](volatile T* to) {
    return __atomic_fetch_sub(to, value, __ATOMIC_SEQ_CST);
  });
}

template <typename T>
bool compare_exchange(volatile T* at, T* expected, T desired, int order, int failure_order,
                      const void* pc) {
  if (!in_program) {
    return __atomic_compare_exchange_n(at, expected, desired, false, __ATOMIC_SEQ_CST,
                                       __ATOMIC_SEQ_CST);
  }
  const OutsideProgram outside;
  Object& atomic = reach(at, OpKind::kAtomicUpdate, pc);
  Thread& me = current_execution->self();
  globals_log.note_write(const_cast<T*>(at), sizeof(T));
  const bool exchanged =
      __atomic_compare_exchange_n(at, expected, desired, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
  learn(me, atomic, exchanged ? order : failure_order);
  if (exchanged) tell(me, atomic, order, true);
  remember(me, atomic, exchanged);
  return exchanged;
}

void fence(int order) {
  if (!in_program) return __atomic_thread_fence(__ATOMIC_SEQ_CST);
  Thread& me = current_execution->self();
  if (acquires(order)) me.clock.join(me.fence_acquired);
  if (!releases(order)) return;
  me.fence_released = me.clock;
  me.clock.tick(me.id);
}

}  // namespace
}  // namespace interleave

#define INTERLEAVE_CALLER __builtin_return_address(0)

#define INTERLEAVE_UPDATE(bits, T, name, builtin)                                     \
  T __tsan_atomic##bits##_##name(volatile T* at, T value, int order) {                \
    return interleave::update(at, order, INTERLEAVE_CALLER, [value](volatile T* to) { \
      return builtin(to, value, __ATOMIC_SEQ_CST);                                    \
    });                                                                               \
  }

#define INTERLEAVE_ATOMIC(bits, T)                                                                 \
  T __tsan_atomic##bits##_load(const volatile T* at, int order) {                                  \
    return interleave::load(at, order, INTERLEAVE_CALLER);                                         \
  }                                                                                                \
  void __tsan_atomic##bits##_store(volatile T* at, T value, int order) {                           \
    interleave::store(at, value, order, INTERLEAVE_CALLER);                                        \
  }                                                                                                \
  INTERLEAVE_UPDATE(bits, T, exchange, __atomic_exchange_n)                                        \
  INTERLEAVE_UPDATE(bits, T, fetch_add, __atomic_fetch_add)                                        \
  T __tsan_atomic##bits##_fetch_sub(volatile T* at, T value, int order) {                          \
    return interleave::subtract(at, value, order, INTERLEAVE_CALLER);                              \
  }                                                                                                \
  INTERLEAVE_UPDATE(bits, T, fetch_and, __atomic_fetch_and)                                        \
  INTERLEAVE_UPDATE(bits, T, fetch_or, __atomic_fetch_or)                                          \
  INTERLEAVE_UPDATE(bits, T, fetch_xor, __atomic_fetch_xor)                                        \
  INTERLEAVE_UPDATE(bits, T, fetch_nand, __atomic_fetch_nand)                                      \
  int __tsan_atomic##bits##_compare_exchange_strong(volatile T* at, T* expected, T desired,        \
                                                    int order, int failure_order) {                \
    return interleave::compare_exchange(at, expected, desired, order, failure_order,               \
                                        INTERLEAVE_CALLER);                                        \
  }                                                                                                \
  int __tsan_atomic##bits##_compare_exchange_weak(volatile T* at, T* expected, T desired,          \
                                                  int order, int failure_order) {                  \
    return interleave::compare_exchange(at, expected, desired, order, failure_order,               \
                                        INTERLEAVE_CALLER);                                        \
  }                                                                                                \
  T __tsan_atomic##bits##_compare_exchange_val(volatile T* at, T expected, T desired, int order,   \
                                               int failure_order) {                                \
    interleave::compare_exchange(at, &expected, desired, order, failure_order, INTERLEAVE_CALLER); \
    return expected;                                                                               \
  }

// NOLINTBEGIN(bugprone-reserved-identifier)
extern "C" {

INTERLEAVE_ATOMIC(8, std::uint8_t)
INTERLEAVE_ATOMIC(16, std::uint16_t)
INTERLEAVE_ATOMIC(32, std::uint32_t)
INTERLEAVE_ATOMIC(64, std::uint64_t)

void __tsan_atomic_thread_fence(int order) { interleave::fence(order); }
void __tsan_atomic_signal_fence(int) {}

}  // extern "C"
// NOLINTEND(bugprone-reserved-identifier)
