// What libc++ keeps in its shared object, where no hook sees it: sleeping on atomics, call_once,
// and the arrival at a barrier. Their names are part of its ABI. Compiled for programs that use
// libc++.
#include "interpose/libcxx.hpp"

#include <version>

#ifdef _LIBCPP_VERSION

#include <dlfcn.h>

#include <algorithm>
#include <climits>
#include <cstdint>

#include "execution/execution.hpp"
#include "interpose/calls.hpp"
#include "interpose/real.hpp"
#include "model/spin.hpp"

namespace interleave {
namespace {

// libc++ polls 64 times before it looks at the clock.
constexpr std::uint32_t kLooksOfLibcxx = 60;

bool polls() {
  const Thread& me = current_execution->self();
  return me.spins >= kLooksOfLibcxx && me.watched != nullptr &&
         me.watched->version == me.watched_version;
}

Object& atomic_at(const volatile void* address) {
  return current_execution->object(const_cast<const void*>(address), ObjectKind::kAtomic);
}

// The value that a waiter compares, to know whether something happened since: libc++ takes the
// atomic itself or a counter that it keeps for it. Here it is how often the atomic has changed.
int version_of(const volatile void* address) {
  const OutsideProgram outside;
  return static_cast<int>(atomic_at(address).version);
}

void wait_for_change(const volatile void* address, int version, const void* pc) {
  const OutsideProgram outside;
  Execution& execution = *current_execution;
  execution.self().pc = pc;
  Object& atomic = atomic_at(address);
  execution.perform({.kind = OpKind::kFutexWait, .object = &atomic});
  if (static_cast<int>(atomic.version) == version) {
    sleep_on(atomic, kNever);
  }
}

void notify_waiters(const volatile void* address, std::uint32_t wanted, const void* pc) {
  wake(const_cast<const void*>(address), wanted, pc);
}

// Each arrival learns from those before it. The phase, which the caller has just read, will be
// waited for without end.
void arrive(const void* barrier, const void* pc) {
  const OutsideProgram outside;
  Execution& execution = *current_execution;
  Thread& me = execution.self();
  me.pc = pc;
  if (me.watched != nullptr)
    execution.object(me.watched->address, ObjectKind::kAtomic).is_phase = true;
  Object& object = atomic_at(barrier);
  execution.perform({.kind = OpKind::kAtomicUpdate, .object = &object});
  ++object.version;
  me.clock.join(object.released);
  object.released.join(me.clock);
  me.clock.tick(me.id);
}

}  // namespace

Nanoseconds time_of_looking() {
  constexpr Nanoseconds kLongEnoughToSleep = 100'000;
  return polls() ? kLongEnoughToSleep : 0;
}

bool sleep_as_poller(Nanoseconds duration, const void* pc) {
  const OutsideProgram outside;
  // libc++ sleeps so long each time, once it has waited a while. A long wait would have very many
  // steps: each sleep may be longer than it was asked to be, by a part of what has passed.
  constexpr Nanoseconds kLongestOfLibcxx = 8'000'000;
  if (!polls()) return false;
  Execution& execution = *current_execution;
  Thread& me = execution.self();
  me.pc = pc;
  Object& atomic = atomic_at(me.watched->address);
  if (duration == kLongestOfLibcxx) duration = std::max(duration, execution.now() / 8);
  const std::uint32_t version = me.watched_version;
  execution.perform({.kind = OpKind::kFutexWait, .object = &atomic});
  if (atomic.version != version) return true;
  // After its nap it goes on to poll: the looks before it count.
  const Looks looks = me.looks;
  const std::uint32_t spins = me.spins;
  sleep_on(atomic, atomic.is_phase ? kNever : execution.now() + duration);
  me.looks = looks;
  me.spins = spins;
  return true;
}

}  // namespace interleave

using interleave::in_program;

#define INTERLEAVE_CALLER __builtin_return_address(0)

// The names of what libc++ exports. A function of atomics has two: for those that are what a futex
// is, and for all others. Outside an exploration the second does for both.
#define INTERLEAVE_MONITOR "_ZNSt3__123__libcpp_atomic_monitorEPV"
#define INTERLEAVE_WAIT "_ZNSt3__120__libcpp_atomic_waitEPV"
#define INTERLEAVE_NOTIFY_ONE "_ZNSt3__123__cxx_atomic_notify_oneEPV"
#define INTERLEAVE_NOTIFY_ALL "_ZNSt3__123__cxx_atomic_notify_allEPV"
#define INTERLEAVE_ANY "Kv"
#define INTERLEAVE_INT "KNS_17__cxx_atomic_implIiNS_22__cxx_atomic_base_implIiEEEE"
#define INTERLEAVE_CALL_ONCE "_ZNSt3__111__call_onceERVmPvPFvS2_E"
#define INTERLEAVE_ARRIVE \
  "_ZNSt3__131__arrive_barrier_algorithm_baseEPNS_24__barrier_algorithm_baseEh"

namespace {

using Address = const volatile void*;
using OnceFunction = void(void*);

struct LibcxxFunctions {
  int (*monitor)(Address);
  void (*wait)(Address, int);
  void (*notify_one)(Address);
  void (*notify_all)(Address);
  void (*call_once)(volatile unsigned long*, void*, OnceFunction*);
  bool (*arrive)(void*, unsigned char);
};

template <typename Function>
void find(Function& function, const char* name) {
  function = reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

// libc++ is initialised before this library, and calls some of these then. A static local would
// take a guard.
LibcxxFunctions functions;

const LibcxxFunctions& libcxx() {
  if (functions.monitor != nullptr) return functions;
  find(functions.wait, INTERLEAVE_WAIT INTERLEAVE_ANY "i");
  find(functions.notify_one, INTERLEAVE_NOTIFY_ONE INTERLEAVE_ANY);
  find(functions.notify_all, INTERLEAVE_NOTIFY_ALL INTERLEAVE_ANY);
  find(functions.call_once, INTERLEAVE_CALL_ONCE);
  find(functions.arrive, INTERLEAVE_ARRIVE);
  find(functions.monitor, INTERLEAVE_MONITOR INTERLEAVE_ANY);
  return functions;
}

}  // namespace

#define INTERLEAVE_OF_ATOMICS(suffix, kind)                                         \
  int libcxx_monitor##suffix(Address atomic) asm(INTERLEAVE_MONITOR kind);          \
  int libcxx_monitor##suffix(Address atomic) {                                      \
    return in_program ? interleave::version_of(atomic) : libcxx().monitor(atomic);  \
  }                                                                                 \
  void libcxx_wait##suffix(Address atomic, int seen) asm(INTERLEAVE_WAIT kind "i"); \
  void libcxx_wait##suffix(Address atomic, int seen) {                              \
    if (!in_program) return libcxx().wait(atomic, seen);                            \
    interleave::wait_for_change(atomic, seen, INTERLEAVE_CALLER);                   \
  }                                                                                 \
  void libcxx_notify_one##suffix(Address atomic) asm(INTERLEAVE_NOTIFY_ONE kind);   \
  void libcxx_notify_one##suffix(Address atomic) {                                  \
    if (!in_program) return libcxx().notify_one(atomic);                            \
    interleave::notify_waiters(atomic, 1, INTERLEAVE_CALLER);                       \
  }                                                                                 \
  void libcxx_notify_all##suffix(Address atomic) asm(INTERLEAVE_NOTIFY_ALL kind);   \
  void libcxx_notify_all##suffix(Address atomic) {                                  \
    if (!in_program) return libcxx().notify_all(atomic);                            \
    interleave::notify_waiters(atomic, INT_MAX, INTERLEAVE_CALLER);                 \
  }

extern "C" {

INTERLEAVE_OF_ATOMICS(, INTERLEAVE_ANY)
INTERLEAVE_OF_ATOMICS(_int, INTERLEAVE_INT)

void libcxx_call_once(volatile unsigned long* flag, void* argument,
                      OnceFunction* function) asm(INTERLEAVE_CALL_ONCE);
void libcxx_call_once(volatile unsigned long* flag, void* argument, OnceFunction* function) {
  if (!in_program) return libcxx().call_once(flag, argument, function);
  interleave::run_once_of_libcxx(const_cast<unsigned long*>(flag), argument, function,
                                 INTERLEAVE_CALLER);
}

bool libcxx_arrive(void* barrier, unsigned char phase) asm(INTERLEAVE_ARRIVE);
bool libcxx_arrive(void* barrier, unsigned char phase) {
  if (in_program) interleave::arrive(barrier, INTERLEAVE_CALLER);
  return libcxx().arrive(barrier, phase);
}

}  // extern "C"

#endif
