// C11's <threads.h>. Its types are pthread's in glibc. Its functions do not call pthread's by names
// that somebody could stand in front of.
#include <pthread.h>
#include <threads.h>

#include <cerrno>
#include <cstdint>

#include "execution/execution.hpp"
#include "interpose/calls.hpp"
#include "interpose/real.hpp"

namespace interleave {
namespace {

int to_thrd(int error) {
  switch (error) {
    case 0:
      return thrd_success;
    case EBUSY:
      return thrd_busy;
    case ETIMEDOUT:
      return thrd_timedout;
    case ENOMEM:
      return thrd_nomem;
    default:
      return thrd_error;
  }
}

pthread_mutex_t* mutex_of(mtx_t* mutex) { return reinterpret_cast<pthread_mutex_t*>(mutex); }
pthread_cond_t* condition_of(cnd_t* condition) {
  return reinterpret_cast<pthread_cond_t*>(condition);
}

struct Start {
  thrd_start_t function;
  void* argument;
};

Start* remember(thrd_start_t function, void* argument) {
  const OutsideProgram outside;
  return new Start{function, argument};
}

void forget(const Start* start) {
  const OutsideProgram outside;
  delete start;
}

void* run(void* memory) {
  const Start start = *static_cast<Start*>(memory);
  forget(static_cast<Start*>(memory));
  return reinterpret_cast<void*>(static_cast<std::intptr_t>(start.function(start.argument)));
}

int create_c11(thrd_t* thread, thrd_start_t function, void* argument, const void* pc) {
  return to_thrd(create(thread, nullptr, run, remember(function, argument), pc));
}

int init_c11(mtx_t* mutex, int type) {
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  const bool recursive = (type & mtx_recursive) != 0;
  pthread_mutexattr_settype(&attributes,
                            recursive ? PTHREAD_MUTEX_RECURSIVE : PTHREAD_MUTEX_NORMAL);
  return to_thrd(init(mutex_of(mutex), &attributes));
}

}  // namespace
}  // namespace interleave

using interleave::condition_of;
using interleave::in_program;
using interleave::mutex_of;
using interleave::OpKind;
using interleave::real;
using interleave::to_thrd;

#define INTERLEAVE_CALLER __builtin_return_address(0)

extern "C" {

int thrd_create(thrd_t* thread, thrd_start_t function, void* argument) {
  if (!in_program) return real().thrd_create(thread, function, argument);
  return interleave::create_c11(thread, function, argument, INTERLEAVE_CALLER);
}

int thrd_join(thrd_t thread, int* result) {
  if (!in_program) return real().thrd_join(thread, result);
  void* returned = nullptr;
  const int error = interleave::join(thread, &returned, interleave::kNever, INTERLEAVE_CALLER);
  if (result != nullptr) *result = static_cast<int>(reinterpret_cast<std::intptr_t>(returned));
  return to_thrd(error);
}

int thrd_detach(thrd_t thread) {
  if (!in_program) return real().thrd_detach(thread);
  return to_thrd(interleave::detach(thread, INTERLEAVE_CALLER));
}

thrd_t thrd_current() {
  if (!in_program) return real().thrd_current();
  return pthread_self();
}

int thrd_sleep(const timespec* duration, timespec* rest) {
  if (!in_program) return real().thrd_sleep(duration, rest);
  interleave::sleep_for(interleave::to_nanoseconds(*duration), INTERLEAVE_CALLER);
  return 0;
}

void thrd_yield() {
  if (!in_program) return real().thrd_yield();
  interleave::yield(INTERLEAVE_CALLER);
}

int mtx_init(mtx_t* mutex, int type) {
  if (!in_program) return real().mtx_init(mutex, type);
  return interleave::init_c11(mutex, type);
}

int mtx_lock(mtx_t* mutex) {
  if (!in_program) return real().mtx_lock(mutex);
  return to_thrd(interleave::lock(mutex_of(mutex), interleave::kNever, INTERLEAVE_CALLER));
}

int mtx_timedlock(mtx_t* mutex, const timespec* until) {
  if (!in_program) return real().mtx_timedlock(mutex, until);
  return to_thrd(
      interleave::lock_until(mutex_of(mutex), CLOCK_REALTIME, *until, INTERLEAVE_CALLER));
}

int mtx_trylock(mtx_t* mutex) {
  if (!in_program) return real().mtx_trylock(mutex);
  return to_thrd(interleave::try_lock(mutex_of(mutex), INTERLEAVE_CALLER));
}

int mtx_unlock(mtx_t* mutex) {
  if (!in_program) return real().mtx_unlock(mutex);
  return to_thrd(interleave::unlock(mutex_of(mutex), INTERLEAVE_CALLER));
}

void mtx_destroy(mtx_t* mutex) {
  if (!in_program) return real().mtx_destroy(mutex);
  interleave::destroy(mutex_of(mutex), INTERLEAVE_CALLER);
}

int cnd_init(cnd_t* condition) {
  if (!in_program) return real().cnd_init(condition);
  return to_thrd(interleave::init(condition_of(condition), nullptr));
}

int cnd_signal(cnd_t* condition) {
  if (!in_program) return real().cnd_signal(condition);
  return to_thrd(
      interleave::notify(condition_of(condition), OpKind::kNotifyOne, INTERLEAVE_CALLER));
}

int cnd_broadcast(cnd_t* condition) {
  if (!in_program) return real().cnd_broadcast(condition);
  return to_thrd(
      interleave::notify(condition_of(condition), OpKind::kNotifyAll, INTERLEAVE_CALLER));
}

int cnd_wait(cnd_t* condition, mtx_t* mutex) {
  if (!in_program) return real().cnd_wait(condition, mutex);
  return to_thrd(interleave::wait(condition_of(condition), mutex_of(mutex), interleave::kNever,
                                  INTERLEAVE_CALLER));
}

int cnd_timedwait(cnd_t* condition, mtx_t* mutex, const timespec* until) {
  if (!in_program) return real().cnd_timedwait(condition, mutex, until);
  return to_thrd(interleave::wait_until(condition_of(condition), mutex_of(mutex), CLOCK_REALTIME,
                                        *until, INTERLEAVE_CALLER));
}

void cnd_destroy(cnd_t* condition) {
  if (!in_program) return real().cnd_destroy(condition);
  interleave::destroy(condition_of(condition), INTERLEAVE_CALLER);
}

// once_flag is pthread_once_t in a struct.
void call_once(once_flag* flag, void (*function)()) {
  if (!in_program) return real().call_once(flag, function);
  interleave::run_once(reinterpret_cast<pthread_once_t*>(flag), function, INTERLEAVE_CALLER);
}

}  // extern "C"
