#include "interleave/debugger.hpp"

#include "debugger.hpp"
#include "model/breakdown.hpp"

namespace interleave {

void DebuggerHook::fails(const Run&, const Breakdown& breakdown) {
  std::string how(name(breakdown.kind));
  // Which of the two it is, is found out by waking the sleepers once more.
  if (breakdown.kind == FailureKind::kDeadlock) how = "nobody can go on";
  if (!breakdown.exception_type.empty()) how += ": " + breakdown.exception_type;
  if (!breakdown.message.empty()) how += ": " + breakdown.message;
  interleave_failed(how.c_str());
}

}  // namespace interleave

// The assembler keeps the compiler from leaving out a call that does nothing.
extern "C" __attribute__((noinline)) void interleave_failed(const char* how) {
  asm volatile("" : : "r"(how) : "memory");
}
