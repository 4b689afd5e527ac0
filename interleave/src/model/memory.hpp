// What is known of the memory that a program uses: who used it how, and whose it is.
#pragma once

#include <cstddef>
#include <cstdint>

#include "model/vector_clock.hpp"

namespace interleave {

enum class AccessKind : std::uint8_t { kRead, kWrite, kFree };

// The running thread uses `bytes` bytes at `address`; `pc` is where in the program.
struct MemoryAccess {
  const void* address = nullptr;
  std::size_t bytes = 0;
  AccessKind kind = AccessKind::kRead;
  const void* pc = nullptr;
};

// Two accesses to one place, at least one of them a write, that nothing orders.
struct Race {
  const void* address = nullptr;
  AccessKind earlier = AccessKind::kRead;
  ThreadId earlier_thread = kNobody;
  AccessKind later = AccessKind::kRead;
  ThreadId later_thread = kNobody;
  bool after_free = false;  // The memory was given back before; the two may even be ordered.
};

// A block of memory that the program asked for. Thread and number together are a name for it that
// is the same under every schedule and on every machine; its address is not.
struct Block {
  const void* address = nullptr;
  std::size_t bytes = 0;
  ThreadId thread = kNobody;    // Who asked for it,
  std::uint32_t number = 0;     // as its n-th block, from 0.
  const void* pc = nullptr;     // Where.
  ThreadId freed_by = kNobody;  // kNobody: it is in use.
};

}  // namespace interleave
