#include "carrier/slot.hpp"

#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <unistd.h>

#include <system_error>

#include "carrier/thread_pointer.hpp"
#include "interpose/real.hpp"

namespace interleave {
namespace {

struct Introduction {
  std::uint64_t thread_pointer = 0;
  ThreadLocals thread_locals;
  sem_t done;
};

// The helper says where its thread_local block is, and then only lends it. It never wakes again.
// With the block it lends in_program: what it calls itself has to be the C library's own.
void* lend_thread_locals(void* argument) {
  auto* introduction = static_cast<Introduction*>(argument);
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);  // Signals are for the thread that explores.
  introduction->thread_pointer = thread_pointer();
  introduction->thread_locals = ThreadLocals::of_this_thread();
  real().sem_post(&introduction->done);
  for (;;) real().pause();
}

}  // namespace

Slot::Slot() {
  Introduction introduction;
  sem_init(&introduction.done, 0, 0);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 64 * 1024);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_t helper;
  const int error = real().pthread_create(&helper, &attributes, lend_thread_locals, &introduction);
  pthread_attr_destroy(&attributes);
  if (error != 0) throw std::system_error(error, std::generic_category(), "helper thread");
  while (sem_wait(&introduction.done) != 0) {
  }
  thread_pointer_ = introduction.thread_pointer;
  thread_locals_ = introduction.thread_locals;
}

}  // namespace interleave
