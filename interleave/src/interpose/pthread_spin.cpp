// pthread_spin_*: to the explorer a spinlock is a mutex, so nobody spins.
#include <pthread.h>

#include <cerrno>

#include "globals/globals_log.hpp"
#include "interpose/misuse.hpp"
#include "interpose/real.hpp"

namespace interleave {
namespace {

const void* address_of(pthread_spinlock_t* lock) { return const_cast<const int*>(lock); }

Object& object_of(pthread_spinlock_t* lock, const void* pc) {
  current_execution->self().pc = pc;
  return current_execution->object(address_of(lock), ObjectKind::kMutex);
}

int init(pthread_spinlock_t* lock, int shared) {
  const OutsideProgram outside;
  current_execution->objects().forget(address_of(lock));
  globals_log.note_write(address_of(lock), sizeof(*lock));
  return real().pthread_spin_init(lock, shared);
}

int lock(pthread_spinlock_t* lock, const void* pc) {
  const OutsideProgram outside;
  Object& object = object_of(lock, pc);
  if (object.owner == current_execution->self().id) {
    misuse("locks {}, which it holds already: it would wait for itself for ever", &object);
  }
  current_execution->perform({.kind = OpKind::kLock, .object = &object});
  return 0;
}

int try_lock(pthread_spinlock_t* lock, const void* pc) {
  const OutsideProgram outside;
  Object& object = object_of(lock, pc);
  const Way way = current_execution->perform({.kind = OpKind::kTryLock, .object = &object});
  return way == kInVain ? EBUSY : 0;
}

int unlock(pthread_spinlock_t* lock, const void* pc) {
  const OutsideProgram outside;
  Object& object = object_of(lock, pc);
  if (object.owner != current_execution->self().id) {
    misuse(object.owner == kNobody ? "unlocks {}, which nobody holds"
                                   : "unlocks {}, which another thread holds",
           &object);
  }
  current_execution->perform({.kind = OpKind::kUnlock, .object = &object});
  return 0;
}

int destroy(pthread_spinlock_t* lock, const void* pc) {
  const OutsideProgram outside;
  const Object& object = object_of(lock, pc);
  if (object.owner != kNobody) misuse("destroys {}, which is still locked", &object, object.owner);
  current_execution->objects().forget(address_of(lock));
  return 0;
}

}  // namespace
}  // namespace interleave

using interleave::in_program;
using interleave::real;

#define INTERLEAVE_CALLER __builtin_return_address(0)

extern "C" {

int pthread_spin_init(pthread_spinlock_t* lock, int shared) noexcept {
  if (!in_program) return real().pthread_spin_init(lock, shared);
  return interleave::init(lock, shared);
}

int pthread_spin_destroy(pthread_spinlock_t* lock) noexcept {
  if (!in_program) return real().pthread_spin_destroy(lock);
  return interleave::destroy(lock, INTERLEAVE_CALLER);
}

int pthread_spin_lock(pthread_spinlock_t* lock) noexcept {
  if (!in_program) return real().pthread_spin_lock(lock);
  return interleave::lock(lock, INTERLEAVE_CALLER);
}

int pthread_spin_trylock(pthread_spinlock_t* lock) noexcept {
  if (!in_program) return real().pthread_spin_trylock(lock);
  return interleave::try_lock(lock, INTERLEAVE_CALLER);
}

int pthread_spin_unlock(pthread_spinlock_t* lock) noexcept {
  if (!in_program) return real().pthread_spin_unlock(lock);
  return interleave::unlock(lock, INTERLEAVE_CALLER);
}

}  // extern "C"
