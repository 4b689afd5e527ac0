// pthread_create and its relatives: what std::thread is made of.
#include <pthread.h>
#include <sched.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "interpose/real.hpp"
#include "model/execution.hpp"

namespace interleave {
namespace {

bool is_detached(const pthread_attr_t* attributes) {
  int state = PTHREAD_CREATE_JOINABLE;
  if (attributes != nullptr) pthread_attr_getdetachstate(attributes, &state);
  return state == PTHREAD_CREATE_DETACHED;
}

int create(pthread_t* handle, const pthread_attr_t* attributes, void* (*start)(void*),
           void* argument, const void* pc) {
  Execution& execution = *current_execution;
  execution.self().pc = pc;
  const std::size_t next = execution.threads().size();
  if (next == kThreadsMax) return EAGAIN;
  *handle = kFirstHandle + next;  // Before the new thread can look at it.
  Thread& thread = execution.create(start, argument);
  thread.detached = is_detached(attributes);
  return 0;
}

int join(pthread_t handle, void** result, const void* pc) {
  Execution& execution = *current_execution;
  Thread& me = execution.self();
  me.pc = pc;
  Thread* other = execution.find_thread(handle);
  if (other == nullptr || other->joined || other->detached) return EINVAL;
  if (other == &me) return EDEADLK;
  execution.perform({.kind = OpKind::kJoin, .other = other->id});
  if (result != nullptr) *result = other->result;
  return 0;
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
  return interleave::join(handle, result, INTERLEAVE_CALLER);
}

int pthread_detach(pthread_t handle) noexcept {
  if (!in_program) return real().pthread_detach(handle);
  interleave::Thread* thread = current_execution->find_thread(handle);
  if (thread == nullptr || thread->detached) return EINVAL;
  thread->detached = true;
  return 0;
}

pthread_t pthread_self() noexcept {
  if (!in_program) return real().pthread_self();
  return interleave::kFirstHandle + current_execution->self().id;
}

int pthread_setname_np(pthread_t handle, const char* name) noexcept {
  if (!in_program) return real().pthread_setname_np(handle, name);
  interleave::Thread* thread = current_execution->find_thread(handle);
  if (thread == nullptr) return EINVAL;
  interleave::in_program = false;
  thread->set_name(name);
  interleave::in_program = true;
  return 0;
}

int sched_yield() noexcept {
  if (!in_program) return real().sched_yield();
  current_execution->self().pc = INTERLEAVE_CALLER;
  current_execution->perform({.kind = interleave::OpKind::kYield});
  return 0;
}

}  // extern "C"
