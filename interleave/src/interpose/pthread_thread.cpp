// pthread_create and its relatives: what std::thread is made of.
#include <pthread.h>
#include <sched.h>

#include <cerrno>
#include <system_error>

#include "execution/execution.hpp"
#include "interpose/calls.hpp"
#include "interpose/clock.hpp"
#include "interpose/misuse.hpp"
#include "interpose/real.hpp"

namespace interleave {
namespace {

bool is_detached(const pthread_attr_t* attributes) {
  int state = PTHREAD_CREATE_JOINABLE;
  if (attributes != nullptr) pthread_attr_getdetachstate(attributes, &state);
  return state == PTHREAD_CREATE_DETACHED;
}

void check_join(const Thread* other, const Thread& me) {
  if (other == nullptr) misuse("joins a thread that does not exist");
  if (other == &me) misuse("joins itself: it would wait for its own end for ever");
  if (other->joined) misuse("joins a thread that was joined already");
  if (other->detached) misuse("joins a thread that is detached");
  for_each_other([other](const Thread& third) {
    const bool joins = third.pending.kind == OpKind::kJoin && third.pending.other == other->id;
    if (joins) misuse("joins a thread that another one is joining already");
  });
}

constexpr const char* kThreadsAdvice =
    "The explorer has room for 128 threads in one schedule, those that have ended and the one that "
    "runs the body among them. Start fewer, or test less at once.";
static_assert(kThreadsMax == 128);

}  // namespace

int create(pthread_t* handle, const pthread_attr_t* attributes, void* (*start)(void*),
           void* argument, const void* pc) {
  Execution& execution = *current_execution;
  execution.self().pc = pc;
  const std::size_t next = execution.threads().size();
  if (next == kThreadsMax) not_controlled("starts too many threads", kThreadsAdvice);
  *handle = kFirstHandle + next;  // Before the new thread can look at it.
  Thread& thread = execution.create(start, argument);
  thread.detached = is_detached(attributes);
  return 0;
}

int join(pthread_t handle, void** result, Deadline deadline, const void* pc) {
  Execution& execution = *current_execution;
  Thread& me = execution.self();
  me.pc = pc;
  Thread* other = execution.state().thread_of(handle);
  check_join(other, me);
  const Way way = execution.perform({.kind = OpKind::kJoin,
                                     .other = other->id,
                                     .deadline = deadline,
                                     .is_irreducible = deadline.at != kNever});
  if (way == kTimeout) return ETIMEDOUT;
  if (result != nullptr) *result = other->result;
  return 0;
}

int detach(pthread_t handle, const void* pc) {
  Execution& execution = *current_execution;
  execution.self().pc = pc;
  Thread* thread = execution.state().thread_of(handle);
  if (thread == nullptr) misuse("detaches a thread that does not exist");
  if (thread->joined) misuse("detaches a thread that was joined");
  if (thread->detached) misuse("detaches a thread that is detached already");
  thread->detached = true;
  return 0;
}

void yield(const void* pc) {
  current_execution->self().pc = pc;
  current_execution->perform({.kind = OpKind::kYield});
}

namespace {

int join_until(pthread_t handle, void** result, clockid_t clock, const timespec* until,
               const void* pc) {
  if (until == nullptr) return join(handle, result, kNever, pc);
  if (!is_time(*until)) return EINVAL;
  return join(handle, result, deadline_of(clock, *until), pc);
}

// A thread that has nothing left to do but to end counts as one that has ended.
int try_join(pthread_t handle, void** result, const void* pc) {
  Execution& execution = *current_execution;
  Thread* other = execution.state().thread_of(handle);
  check_join(other, execution.self());
  execution.self().pc = pc;
  execution.perform({.kind = OpKind::kYield, .is_irreducible = true});
  if (!other->exited && other->pending.kind != OpKind::kExit) return EBUSY;
  return join(handle, result, kNever, pc);
}

}  // namespace
}  // namespace interleave

using interleave::current_execution;
using interleave::in_program;
using interleave::real;

#define INTERLEAVE_CALLER __builtin_return_address(0)

extern "C" {

int pthread_create(pthread_t* handle, const pthread_attr_t* attributes, void* (*start)(void*),
                   void* argument) noexcept {
  if (!in_program) return real().pthread_create(handle, attributes, start, argument);
  return interleave::create(handle, attributes, start, argument, INTERLEAVE_CALLER);
}

int pthread_join(pthread_t handle, void** result) {
  if (!in_program) return real().pthread_join(handle, result);
  return interleave::join(handle, result, interleave::kNever, INTERLEAVE_CALLER);
}

int pthread_tryjoin_np(pthread_t handle, void** result) noexcept {
  if (!in_program) return real().pthread_tryjoin_np(handle, result);
  return interleave::try_join(handle, result, INTERLEAVE_CALLER);
}

int pthread_timedjoin_np(pthread_t handle, void** result, const timespec* until) {
  if (!in_program) return real().pthread_timedjoin_np(handle, result, until);
  return interleave::join_until(handle, result, CLOCK_REALTIME, until, INTERLEAVE_CALLER);
}

int pthread_clockjoin_np(pthread_t handle, void** result, clockid_t clock, const timespec* until) {
  if (!in_program) return real().pthread_clockjoin_np(handle, result, clock, until);
  return interleave::join_until(handle, result, clock, until, INTERLEAVE_CALLER);
}

int pthread_detach(pthread_t handle) noexcept {
  if (!in_program) return real().pthread_detach(handle);
  return interleave::detach(handle, INTERLEAVE_CALLER);
}

pthread_t pthread_self() noexcept {
  if (!in_program) return real().pthread_self();
  return interleave::kFirstHandle + current_execution->self().id;
}

int pthread_setname_np(pthread_t handle, const char* name) noexcept {
  if (!in_program) return real().pthread_setname_np(handle, name);
  interleave::Thread* thread = current_execution->state().thread_of(handle);
  if (thread == nullptr) return EINVAL;
  const interleave::OutsideProgram outside;
  thread->set_name(name);
  return 0;
}

int sched_yield() noexcept {
  if (!in_program) return real().sched_yield();
  interleave::yield(INTERLEAVE_CALLER);
  return 0;
}

}  // extern "C"
