#include "interpose/pthread_key.hpp"

#include <limits.h>
#include <pthread.h>
#include <threads.h>

#include <array>
#include <cerrno>
#include <utility>
#include <vector>

#include "execution/execution.hpp"
#include "globals/globals_log.hpp"
#include "interpose/real.hpp"

namespace interleave {
namespace {

// Keys are the C library's own, so that a library may make one before an exploration, or in it, and
// use it in both. Values that controlled threads set are kept with the thread.
std::array<void (*)(void*), PTHREAD_KEYS_MAX> destructors;

// Made by the program inside the execution, which forgets them.
std::vector<pthread_key_t> keys_of_execution;

int create(pthread_key_t* key, void (*destroy)(void*)) {
  const bool inside = in_program;
  const OutsideProgram outside;
  const int error = real().pthread_key_create(key, destroy);
  if (error == 0) destructors[*key] = destroy;
  if (error == 0 && inside && !globals_log.belongs_to_library(key)) {
    globals_log.note_write(key, sizeof(*key));
    keys_of_execution.push_back(*key);
  }
  return error;
}

int remove(pthread_key_t key) {
  const OutsideProgram outside;
  const int error = real().pthread_key_delete(key);
  if (error == 0) {
    destructors[key] = nullptr;
    std::erase(keys_of_execution, key);
    for (Thread* thread : current_execution->threads()) {
      if (key < thread->key_values.size()) thread->key_values[key] = nullptr;
    }
  }
  return error;
}

int set(pthread_key_t key, const void* value) {
  if (key >= PTHREAD_KEYS_MAX) return EINVAL;
  const OutsideProgram outside;
  std::vector<void*>& values = current_execution->self().key_values;
  if (key >= values.size()) values.resize(key + std::size_t{1});
  values[key] = const_cast<void*>(value);
  return 0;
}

void* get(pthread_key_t key) {
  const std::vector<void*>& values = current_execution->self().key_values;
  return key < values.size() ? values[key] : nullptr;
}

}  // namespace

// POSIX: destructors may set values again; that is repeated so often and no more.
void destroy_key_values(Thread& thread) {
  bool some = true;
  for (int round = 0; some && round < PTHREAD_DESTRUCTOR_ITERATIONS; ++round) {
    some = false;
    for (std::size_t key = 0; key < thread.key_values.size(); ++key) {
      if (thread.key_values[key] == nullptr || destructors[key] == nullptr) continue;
      some = true;
      destructors[key](std::exchange(thread.key_values[key], nullptr));
    }
  }
}

void forget_keys() {
  for (const pthread_key_t key : keys_of_execution) {
    real().pthread_key_delete(key);
    destructors[key] = nullptr;
  }
  keys_of_execution.clear();
}

}  // namespace interleave

using interleave::in_program;
using interleave::real;

extern "C" {

int pthread_key_create(pthread_key_t* key, void (*destroy)(void*)) noexcept {
  return interleave::create(key, destroy);
}

int pthread_key_delete(pthread_key_t key) noexcept {
  if (!in_program) return real().pthread_key_delete(key);
  return interleave::remove(key);
}

int pthread_setspecific(pthread_key_t key, const void* value) noexcept {
  if (!in_program) return real().pthread_setspecific(key, value);
  return interleave::set(key, value);
}

void* pthread_getspecific(pthread_key_t key) noexcept {
  if (!in_program) return real().pthread_getspecific(key);
  return interleave::get(key);
}

// C11's are the same under other names.

int tss_create(tss_t* key, tss_dtor_t destroy) {
  return interleave::create(key, destroy) == 0 ? thrd_success : thrd_error;
}

void tss_delete(tss_t key) { pthread_key_delete(key); }

void* tss_get(tss_t key) { return pthread_getspecific(key); }

int tss_set(tss_t key, void* value) {
  return pthread_setspecific(key, value) == 0 ? thrd_success : thrd_error;
}

}  // extern "C"
