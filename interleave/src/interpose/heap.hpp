// operator new and delete, as the program uses them. What it frees inside an exploration is kept
// until the execution is over: freed memory that comes back cannot be mistaken for shared memory,
// and a use after free is noticed.
#pragma once

#include "interleave/observer.hpp"
#include "interpose/blocks.hpp"

namespace interleave {

// Returns the block that `address` lies in, or just behind, in use or freed; nullptr if the program
// did not ask for it in this execution. Valid until the program asks for the next block.
const Block* find_block(const void* address);

// Returns what the program asked for in this execution and has not freed.
MemoryInUse memory_of_program();

// Forgets the blocks of the last execution and gives back what it freed.
void free_quarantine();
// The same when that memory is in another process.
void forget_quarantine();

}  // namespace interleave
