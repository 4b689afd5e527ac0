// operator new and delete, as the program uses them. What it frees inside an exploration is kept
// until the execution is over: freed memory that comes back cannot be mistaken for shared memory,
// and a use after free is noticed.
#pragma once

namespace interleave {

// Gives back what the last execution freed.
void free_quarantine();

}  // namespace interleave
