// The functions that a thread is in, with what it takes to find their variables: where each has its
// frame, and the registers that it may keep a variable in.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace interleave {

struct Frame {
  // Those that a call leaves as they are, by their DWARF numbers; others are not known.
  static constexpr int kRegisters = 32;

  const void* pc = nullptr;       // Where it goes on.
  std::uintptr_t stack = 0;       // Its stack pointer there.
  std::uintptr_t frame_base = 0;  // The stack pointer before it was called (DWARF: its CFA).
  std::array<std::uintptr_t, kRegisters> registers{};
  std::uint32_t known_registers = 0;  // One bit for each.
};

// Innermost first.
using Frames = std::vector<Frame>;

// Returns those of the calling thread.
Frames frames_of_this_thread();

}  // namespace interleave
