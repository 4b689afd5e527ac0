// Stacks of programs that were compiled without the hooks (`interleave run`).
#include <unwind.h>

#include <algorithm>

#include "failures.hpp"
#include "interpose/access.hpp"
#include "story/recorder.hpp"

namespace interleave {
namespace {

_Unwind_Reason_Code note_frame(_Unwind_Context* context, void* result) {
  const auto* pc = reinterpret_cast<const void*>(_Unwind_GetIP(context));
  if (is_in_program(pc)) static_cast<Stack*>(result)->push_back(pc);
  return _URC_NO_REASON;
}

}  // namespace

Stack Recorder::unwound() {
  Stack stack;
  _Unwind_Backtrace(note_frame, &stack);
  std::reverse(stack.begin(), stack.end());
  return stack;
}

namespace {

void set_place(Thread& me) {
  if (program_is_instrumented) {
    // Functions of the standard library say nothing of where they were called.
    const void* place = is_in_system_library(me.pc) ? place_in_program() : nullptr;
    if (place != nullptr) me.pc = place;
    return;
  }
  Stack stack = Recorder::unwound();
  if (stack.empty()) return;
  me.pc = stack.back();
  me.calls.depth = std::min(stack.size() - 1, CallStack::kFramesMax);
  std::copy_n(stack.begin(), me.calls.depth, me.calls.frames.get());
}

}  // namespace

void Recorder::unwind(Thread& me) {
  set_place(me);
  sightings_.note_step(me, blocks_);
  note_output(me);
}

}  // namespace interleave
