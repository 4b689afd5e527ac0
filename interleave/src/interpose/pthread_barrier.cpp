// pthread_barrier_*. (std::barrier is made of atomics and a futex.)
#include <pthread.h>

#include <cerrno>

#include "globals/globals_log.hpp"
#include "interpose/misuse.hpp"
#include "interpose/real.hpp"

namespace interleave {
namespace {

// How many threads have to arrive, as glibc keeps it.
unsigned parties_of(const pthread_barrier_t* barrier) {
  constexpr int kCountAt = 2;
  return reinterpret_cast<const unsigned*>(barrier)[kCountAt];
}

Object& object_of(pthread_barrier_t* barrier, const void* pc) {
  current_execution->self().pc = pc;
  return current_execution->object(barrier, ObjectKind::kBarrier);
}

int init(pthread_barrier_t* barrier, const pthread_barrierattr_t* attributes, unsigned parties,
         const void* pc) {
  const OutsideProgram outside;
  const Object& object = object_of(barrier, pc);
  if (parties == 0) misuse("makes {} for no thread at all: nobody could ever arrive last", &object);
  if (!object.waiters.empty()) misuse("makes {} anew while a thread waits at it", &object);
  current_execution->objects().forget(barrier);
  globals_log.note_write(barrier, sizeof(*barrier));
  return real().pthread_barrier_init(barrier, attributes, parties);
}

int destroy(pthread_barrier_t* barrier, const void* pc) {
  const OutsideProgram outside;
  Object& object = object_of(barrier, pc);
  before_destroying(object);
  if (!object.waiters.empty())
    misuse("destroys {} while a thread waits at it", &object, object.waiters.front());
  for_each_other([&object](const Thread& thread) {
    if (thread.pending.object != &object || thread.pending.kind == OpKind::kFutexAwake) return;
    misuse("destroys {} while it is being used", &object, thread.id);
  });
  current_execution->objects().forget(barrier);
  return 0;
}

// To arrive is one step; the last one's lets all go on.
int wait(pthread_barrier_t* barrier, const void* pc) {
  const OutsideProgram outside;
  Execution& execution = *current_execution;
  Thread& me = execution.self();
  Object& object = object_of(barrier, pc);
  execution.perform({.kind = OpKind::kArrive, .object = &object});
  if (++object.count == parties_of(barrier)) {
    execution.let_go_on(object);
    return PTHREAD_BARRIER_SERIAL_THREAD;
  }
  object.waiters.push_back(me.id);
  me.notified = false;
  me.timed_out = false;
  execution.perform({.kind = OpKind::kFutexAwake, .object = &object});
  return 0;
}

}  // namespace
}  // namespace interleave

using interleave::in_program;
using interleave::real;

#define INTERLEAVE_CALLER __builtin_return_address(0)

extern "C" {

int pthread_barrier_init(pthread_barrier_t* barrier, const pthread_barrierattr_t* attributes,
                         unsigned parties) noexcept {
  if (!in_program) return real().pthread_barrier_init(barrier, attributes, parties);
  return interleave::init(barrier, attributes, parties, INTERLEAVE_CALLER);
}

int pthread_barrier_destroy(pthread_barrier_t* barrier) noexcept {
  if (!in_program) return real().pthread_barrier_destroy(barrier);
  return interleave::destroy(barrier, INTERLEAVE_CALLER);
}

int pthread_barrier_wait(pthread_barrier_t* barrier) noexcept {
  if (!in_program) return real().pthread_barrier_wait(barrier);
  return interleave::wait(barrier, INTERLEAVE_CALLER);
}

}  // extern "C"
