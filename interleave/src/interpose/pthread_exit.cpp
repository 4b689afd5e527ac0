// pthread_exit and what belongs to it: a thread ends from inside of its calls, and what is on its
// stack is cleaned up. pthread_cancel would end it from outside.
#include <pthread.h>
#include <setjmp.h>
#include <threads.h>
#include <unwind.h>

#include <cstdint>
#include <exception>

#include "interpose/misuse.hpp"
#include "interpose/real.hpp"

// As glibc has them for code without exceptions: pthread_cleanup_push() in C.
extern "C" {
void __pthread_register_cancel(__pthread_unwind_buf_t* buffer);
void __pthread_unregister_cancel(__pthread_unwind_buf_t* buffer);
[[noreturn]] void __pthread_unwind_next(__pthread_unwind_buf_t* buffer);
}

namespace interleave {
namespace {

constexpr const char* kCancelAdvice =
    "Where a cancelled thread stops depends on the inside of the C library, which the explorer "
    "does "
    "not follow. Have the thread look at a flag or a std::stop_token instead.";

// The innermost handler of C code is kept in the thread; each has the next one in its spare room.
__pthread_unwind_buf_t* handlers_of(const Thread& thread) {
  return static_cast<__pthread_unwind_buf_t*>(thread.cleanup_handlers);
}

// glibc keeps cleanup handlers of C in the frames themselves: those that unwinding has reached are
// jumped to, and come back by __pthread_unwind_next().
_Unwind_Reason_Code stop_at_end(int, _Unwind_Action actions, _Unwind_Exception_Class,
                                _Unwind_Exception*, _Unwind_Context* context, void*) {
  Execution& execution = *current_execution;
  Thread& me = execution.self();
  const bool at_end = (actions & _UA_END_OF_STACK) != 0;
  __pthread_unwind_buf_t* handlers = handlers_of(me);
  if (handlers != nullptr && (at_end || reinterpret_cast<std::uintptr_t>(handlers) <
                                            static_cast<std::uintptr_t>(_Unwind_GetCFA(context)))) {
    longjmp(reinterpret_cast<__jmp_buf_tag*>(handlers->__cancel_jmp_buf), 1);
  }
  if (at_end) execution.end_thread();
  return _URC_NO_REASON;
}

[[noreturn]] void unwind() {
  // One is enough: a thread ends once. It must outlive the stack that is being unwound.
  static thread_local _Unwind_Exception exception{};
  exception.exception_class = 0;  // No language's own: catch (...) has to throw it on.
  exception.exception_cleanup = [](_Unwind_Reason_Code, _Unwind_Exception*) {
    misuse("catches the end of a thread (pthread_exit) with catch (...), and does not throw it on");
  };
  _Unwind_ForcedUnwind(&exception, stop_at_end, nullptr);
  current_execution->end_thread();  // Nothing could be unwound.
}

[[noreturn]] void exit_thread(void* result, const void* pc) {
  Execution& execution = *current_execution;
  Thread& me = execution.self();
  me.pc = pc;
  me.result = result;
  unwind();
}

}  // namespace
}  // namespace interleave

using interleave::current_execution;
using interleave::in_program;
using interleave::real;

#define INTERLEAVE_CALLER __builtin_return_address(0)

// NOLINTBEGIN(bugprone-reserved-identifier)
extern "C" {

void pthread_exit(void* result) {
  if (!in_program) real().pthread_exit(result);
  interleave::exit_thread(result, INTERLEAVE_CALLER);
}

void thrd_exit(int result) {
  if (!in_program) real().thrd_exit(result);
  interleave::exit_thread(reinterpret_cast<void*>(static_cast<std::intptr_t>(result)),
                          INTERLEAVE_CALLER);
}

void __pthread_register_cancel(__pthread_unwind_buf_t* buffer) {
  if (!in_program) return real().pthread_register_cancel(buffer);
  interleave::Thread& me = current_execution->self();
  buffer->__pad[0] = me.cleanup_handlers;
  me.cleanup_handlers = buffer;
}

void __pthread_unregister_cancel(__pthread_unwind_buf_t* buffer) {
  if (!in_program) return real().pthread_unregister_cancel(buffer);
  current_execution->self().cleanup_handlers = buffer->__pad[0];
}

void __pthread_unwind_next(__pthread_unwind_buf_t* buffer) {
  if (!in_program) real().pthread_unwind_next(buffer);
  current_execution->self().cleanup_handlers = buffer->__pad[0];
  interleave::unwind();
}

int pthread_cancel(pthread_t handle) {
  if (!in_program) return real().pthread_cancel(handle);
  current_execution->self().pc = INTERLEAVE_CALLER;
  interleave::not_controlled("calls pthread_cancel()", interleave::kCancelAdvice);
}

void pthread_testcancel() {
  // Nobody can have been cancelled inside an exploration.
  if (!in_program) real().pthread_testcancel();
}

}  // extern "C"
// NOLINTEND(bugprone-reserved-identifier)
