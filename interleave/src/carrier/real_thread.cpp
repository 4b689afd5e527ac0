#include "carrier/real_thread.hpp"

#include <linux/futex.h>
#include <signal.h>
#include <sys/syscall.h>

#include <system_error>

#include "interpose/real.hpp"

namespace interleave {
namespace {

constexpr std::size_t kSignalStackBytes = 64 * 1024;
constexpr std::size_t kNameMax = 15;  // Longer names are refused by Linux.

// A crash is answered on a stack of its own: the thread's may have overflowed.
void use_signal_stack(char* memory) {
  stack_t stack{};
  stack.ss_sp = memory;
  stack.ss_size = kSignalStackBytes;
  sigaltstack(&stack, nullptr);
}

// Only the signals that the thread brings upon itself; the others are for the explorer's thread.
void block_foreign_signals() {
  sigset_t foreign;
  sigfillset(&foreign);
  for (int own : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP}) sigdelset(&foreign, own);
  pthread_sigmask(SIG_BLOCK, &foreign, nullptr);
}

}  // namespace

void Turn::give() {
  given_.store(1);
  real().syscall(SYS_futex, &given_, FUTEX_WAKE_PRIVATE, 1, nullptr);
}

void Turn::await() {
  while (given_.load() == 0) {
    real().syscall(SYS_futex, &given_, FUTEX_WAIT_PRIVATE, 0, nullptr);
  }
  given_.store(0);
}

void RealThread::prepare(void (*entry)()) {
  entry_ = entry;
  begins_anew_ = true;
  if (stack_ == nullptr) start();
}

void RealThread::start() {
  auto stack = std::make_unique<ThreadStack>();
  signal_stack_ = std::make_unique<char[]>(kSignalStackBytes);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstack(&attributes, stack->bottom(), stack->bytes());
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  const int error = real().pthread_create(&handle_, &attributes, &RealThread::main, this);
  pthread_attr_destroy(&attributes);
  if (error != 0) throw std::system_error(error, std::generic_category(), "thread");
  stack_ = std::move(stack);
}

void* RealThread::main(void* self) {
  static_cast<RealThread*>(self)->run();
  return nullptr;
}

void RealThread::run() {
  block_foreign_signals();
  use_signal_stack(signal_stack_.get());
  thread_locals_ = ThreadLocals::of_this_thread();
  if (_setjmp(outermost_) == 0) turn_.await();
  begins_anew_ = false;
  thread_locals_.refresh();
  entry_();
}

void RealThread::switch_to(RealThread& from, RealThread& to) {
  to.turn_.give();
  from.turn_.await();
  if (from.begins_anew_) _longjmp(from.outermost_, 1);
}

void RealThread::set_name(const std::string& name) {
  if (stack_ != nullptr) real().pthread_setname_np(handle_, name.substr(0, kNameMax).c_str());
}

}  // namespace interleave
