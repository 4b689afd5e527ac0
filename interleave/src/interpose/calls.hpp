// What stands behind pthread's functions inside an exploration, for those that are the same under
// other names. `pc` is where the program calls: the place that a story shows. Results are
// pthread's.
#pragma once

#include <pthread.h>

#include <cstddef>
#include <cstdint>

#include "interpose/clock.hpp"
#include "model/operation.hpp"

namespace interleave {

int create(pthread_t* handle, const pthread_attr_t* attributes, void* (*start)(void*),
           void* argument, const void* pc);
int join(pthread_t handle, void** result, Deadline deadline, const void* pc);
int detach(pthread_t handle, const void* pc);
void yield(const void* pc);
void sleep_for(Nanoseconds duration, const void* pc);

int init(pthread_mutex_t* mutex, const pthread_mutexattr_t* attributes);
int lock(pthread_mutex_t* mutex, Deadline deadline, const void* pc);
int lock_until(pthread_mutex_t* mutex, clockid_t clock, const timespec& until, const void* pc);
int try_lock(pthread_mutex_t* mutex, const void* pc);
int unlock(pthread_mutex_t* mutex, const void* pc);
int destroy(pthread_mutex_t* mutex, const void* pc);

int init(pthread_cond_t* condition, const pthread_condattr_t* attributes);
int wait(pthread_cond_t* condition, pthread_mutex_t* mutex, Deadline deadline, const void* pc);
int wait_until(pthread_cond_t* condition, pthread_mutex_t* mutex, clockid_t clock,
               const timespec& until, const void* pc);
int notify(pthread_cond_t* condition, OpKind kind, const void* pc);
int destroy(pthread_cond_t* condition, const void* pc);

// Sleeps on a place in memory until it is woken there. Returns kTimeout if `deadline` came first.
Way sleep_on(Object& word, Deadline deadline);
// Wakes so many of those who sleep there. Returns how many there were.
std::size_t wake(const void* word, std::uint32_t wanted, const void* pc);

int run_once(pthread_once_t* control, void (*function)(), const void* pc);

}  // namespace interleave
