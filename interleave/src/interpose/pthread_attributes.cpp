// What else takes a thread's handle. Inside an exploration handles are small numbers, which the C
// library must not see.
#include <pthread.h>
#include <sched.h>

#include <cerrno>
#include <cstring>

#include "interpose/misuse.hpp"
#include "interpose/real.hpp"

namespace interleave {
namespace {

// Threads of an exploration run one after the other: where and how urgently is of no account, so
// that is accepted and not done.
int ignore(pthread_t handle) {
  return current_execution->state().thread_of(handle) == nullptr ? ESRCH : 0;
}

int copy_name(pthread_t handle, char* name, std::size_t bytes) {
  const Thread* thread = current_execution->state().thread_of(handle);
  if (thread == nullptr) return ESRCH;
  if (thread->name.size() >= bytes) return ERANGE;
  std::memcpy(name, thread->name.c_str(), thread->name.size() + 1);
  return 0;
}

}  // namespace
}  // namespace interleave

using interleave::current_execution;
using interleave::ignore;
using interleave::in_program;
using interleave::real;

extern "C" {

int pthread_getname_np(pthread_t thread, char* name, std::size_t bytes) noexcept {
  if (!in_program) return real().pthread_getname_np(thread, name, bytes);
  return interleave::copy_name(thread, name, bytes);
}

int pthread_setaffinity_np(pthread_t thread, std::size_t bytes, const cpu_set_t* cpus) noexcept {
  if (!in_program) return real().pthread_setaffinity_np(thread, bytes, cpus);
  return ignore(thread);
}

int pthread_getaffinity_np(pthread_t thread, std::size_t bytes, cpu_set_t* cpus) noexcept {
  if (!in_program) return real().pthread_getaffinity_np(thread, bytes, cpus);
  return sched_getaffinity(0, bytes, cpus) == 0 ? 0 : errno;
}

int pthread_setschedparam(pthread_t thread, int policy, const sched_param* parameters) noexcept {
  if (!in_program) return real().pthread_setschedparam(thread, policy, parameters);
  return ignore(thread);
}

int pthread_getschedparam(pthread_t thread, int* policy, sched_param* parameters) noexcept {
  if (!in_program) return real().pthread_getschedparam(thread, policy, parameters);
  *policy = SCHED_OTHER;
  parameters->sched_priority = 0;
  return ignore(thread);
}

int pthread_setschedprio(pthread_t thread, int priority) noexcept {
  if (!in_program) return real().pthread_setschedprio(thread, priority);
  return ignore(thread);
}

int pthread_getcpuclockid(pthread_t thread, clockid_t* clock) noexcept {
  if (!in_program) return real().pthread_getcpuclockid(thread, clock);
  *clock = CLOCK_THREAD_CPUTIME_ID;  // Virtual, as all clocks are.
  return ignore(thread);
}

int pthread_getattr_np(pthread_t thread, pthread_attr_t* attributes) noexcept {
  if (!in_program) return real().pthread_getattr_np(thread, attributes);
  interleave::not_controlled(
      "calls pthread_getattr_np()",
      "Threads of an exploration run on stacks of the explorer, of which the C library knows "
      "nothing.");
}

}  // extern "C"
