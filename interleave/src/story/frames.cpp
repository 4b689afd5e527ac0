#include "story/frames.hpp"

#include <unwind.h>

#include <initializer_list>

namespace interleave {
namespace {

constexpr std::size_t kFramesMax = 256;  // Of a recursion the innermost calls are enough.

#if defined(__x86_64__)
constexpr std::initializer_list<int> kKeptRegisters = {3, 6, 12, 13, 14, 15};  // rbx, rbp, r12 ...
constexpr int kStackRegister = 7;
#else
constexpr std::initializer_list<int> kKeptRegisters = {19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29};
constexpr int kStackRegister = 31;
#endif

void set(Frame& frame, int number, std::uintptr_t value) {
  frame.registers[static_cast<std::size_t>(number)] = value;
  frame.known_registers |= 1u << number;
}

_Unwind_Reason_Code note_frame(_Unwind_Context* context, void* result) {
  Frames& frames = *static_cast<Frames*>(result);
  Frame frame;
  frame.pc = reinterpret_cast<const void*>(_Unwind_GetIP(context));
  // In the libraries of both compilers that is the stack pointer in the function at `pc`.
  frame.stack = _Unwind_GetCFA(context);
  if (!frames.empty()) {
    // A return address lies between the two.
    frames.back().frame_base = frame.stack;
  }
  for (const int number : kKeptRegisters) set(frame, number, _Unwind_GetGR(context, number));
  set(frame, kStackRegister, frame.stack);
  frames.push_back(frame);
  return frames.size() < kFramesMax ? _URC_NO_REASON : _URC_END_OF_STACK;
}

}  // namespace

Frames frames_of_this_thread() {
  Frames frames;
  _Unwind_Backtrace(note_frame, &frames);
  if (!frames.empty()) frames.pop_back();  // Where the outermost begins is not known.
  return frames;
}

}  // namespace interleave
