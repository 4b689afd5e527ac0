// sem_*: POSIX semaphores. (std::counting_semaphore is made of atomics and a futex.)
#include <semaphore.h>

#include <cerrno>
#include <climits>

#include "globals/globals_log.hpp"
#include "interpose/clock.hpp"
#include "interpose/misuse.hpp"
#include "interpose/real.hpp"

namespace interleave {
namespace {

// The count is kept in the model alone. A semaphore that was made outside of the exploration begins
// in every execution with the count that it has for real.
Object& object_of(sem_t* semaphore, const void* pc) {
  Execution& execution = *current_execution;
  execution.self().pc = pc;
  const Object* known = execution.objects().find(semaphore);
  if (known != nullptr && known->kind == ObjectKind::kSemaphore) {
    return execution.object(semaphore, ObjectKind::kSemaphore);
  }
  Object& object = execution.object(semaphore, ObjectKind::kSemaphore);
  int count = 0;
  real().sem_getvalue(semaphore, &count);
  object.count = static_cast<std::uint32_t>(count);
  return object;
}

int refuse(int error) {
  errno = error;
  return -1;
}

int init(sem_t* semaphore, int shared, unsigned count) {
  const OutsideProgram outside;
  current_execution->objects().forget(semaphore);
  globals_log.note_write(semaphore, sizeof(*semaphore));
  return real().sem_init(semaphore, shared, count);
}

int destroy(sem_t* semaphore, const void* pc) {
  const OutsideProgram outside;
  Object& object = object_of(semaphore, pc);
  before_destroying(object);
  for_each_other([&object](const Thread& thread) {
    if (thread.pending.object == &object) {
      misuse("destroys {} while it is being used", &object, thread.id);
    }
  });
  current_execution->objects().forget(semaphore);
  return 0;
}

int take(sem_t* semaphore, Deadline deadline, const void* pc) {
  const OutsideProgram outside;
  Object& object = object_of(semaphore, pc);
  const Way way =
      current_execution->perform({.kind = OpKind::kTake, .object = &object, .deadline = deadline});
  return way == kTimeout ? refuse(ETIMEDOUT) : 0;
}

// Looks once. In vain, it says why with `error`.
int try_take(sem_t* semaphore, int error, const void* pc) {
  const OutsideProgram outside;
  Object& object = object_of(semaphore, pc);
  const Way way = current_execution->perform({.kind = OpKind::kTryTake, .object = &object});
  return way == kInVain ? refuse(error) : 0;
}

int take_until(sem_t* semaphore, clockid_t clock, const timespec& until, const void* pc) {
  if (!is_time(until)) return refuse(EINVAL);
  const Deadline deadline = deadline_of(clock, until);
  if (is_over(deadline)) return try_take(semaphore, ETIMEDOUT, pc);
  return take(semaphore, deadline, pc);
}

int give(sem_t* semaphore, const void* pc) {
  const OutsideProgram outside;
  Object& object = object_of(semaphore, pc);
  if (object.count == SEM_VALUE_MAX)
    misuse("posts {}, which has the highest count there is", &object);
  current_execution->perform({.kind = OpKind::kGive, .object = &object});
  return 0;
}

int count(sem_t* semaphore, int* value, const void* pc) {
  const OutsideProgram outside;
  Object& object = object_of(semaphore, pc);
  current_execution->perform({.kind = OpKind::kCount, .object = &object});
  *value = static_cast<int>(object.count);
  return 0;
}

}  // namespace
}  // namespace interleave

using interleave::in_program;
using interleave::real;

#define INTERLEAVE_CALLER __builtin_return_address(0)

extern "C" {

int sem_init(sem_t* semaphore, int shared, unsigned count) noexcept {
  if (!in_program) return real().sem_init(semaphore, shared, count);
  return interleave::init(semaphore, shared, count);
}

int sem_destroy(sem_t* semaphore) noexcept {
  if (!in_program) return real().sem_destroy(semaphore);
  return interleave::destroy(semaphore, INTERLEAVE_CALLER);
}

// A named one (sem_open) keeps its count in shared memory. That of an execution is not written
// there: the next one begins as this one did.
int sem_close(sem_t* semaphore) noexcept {
  if (in_program) interleave::current_execution->objects().forget(semaphore);
  return real().sem_close(semaphore);
}

int sem_wait(sem_t* semaphore) {
  if (!in_program) return real().sem_wait(semaphore);
  return interleave::take(semaphore, interleave::kNever, INTERLEAVE_CALLER);
}

int sem_trywait(sem_t* semaphore) noexcept {
  if (!in_program) return real().sem_trywait(semaphore);
  return interleave::try_take(semaphore, EAGAIN, INTERLEAVE_CALLER);
}

int sem_timedwait(sem_t* semaphore, const timespec* until) {
  if (!in_program) return real().sem_timedwait(semaphore, until);
  return interleave::take_until(semaphore, CLOCK_REALTIME, *until, INTERLEAVE_CALLER);
}

int sem_clockwait(sem_t* semaphore, clockid_t clock, const timespec* until) {
  if (!in_program) return real().sem_clockwait(semaphore, clock, until);
  return interleave::take_until(semaphore, clock, *until, INTERLEAVE_CALLER);
}

int sem_post(sem_t* semaphore) noexcept {
  if (!in_program) return real().sem_post(semaphore);
  return interleave::give(semaphore, INTERLEAVE_CALLER);
}

int sem_getvalue(sem_t* semaphore, int* value) noexcept {
  if (!in_program) return real().sem_getvalue(semaphore, value);
  return interleave::count(semaphore, value, INTERLEAVE_CALLER);
}

}  // extern "C"
