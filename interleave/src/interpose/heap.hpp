// operator new and delete, as the program uses them. What it frees inside an exploration is kept
// until the execution is over: freed memory that comes back cannot be mistaken for shared memory,
// and a use after free is noticed.
#pragma once

#include <cstddef>
#include <cstdint>

#include "model/vector_clock.hpp"

namespace interleave {

// Memory that the program asked for in this execution. Thread and number together are a name for it
// that is the same under every schedule and on every machine; its address is not.
struct Block {
  const void* address = nullptr;
  std::size_t bytes = 0;
  ThreadId thread = kNobody;  // Who asked for it,
  std::uint32_t number = 0;   // as its so-manieth block, from 0.
  const void* pc = nullptr;   // Where.
};

// Returns the block that `address` lies in, or just behind, in use or freed; nullptr if the program
// did not ask for it in this execution. Valid until the program asks for the next block.
const Block* find_block(const void* address);

// Forgets the blocks of the last execution and gives back what it freed.
void free_quarantine();

}  // namespace interleave
