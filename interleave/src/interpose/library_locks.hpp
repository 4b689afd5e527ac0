// Locks that libraries make of atomics.
#pragma once

namespace interleave {

struct Thread;

// Returns whether the atomic subtraction before `pc` gives back the lock inside a
// std::atomic<std::shared_ptr>. Readers do so relaxed in libstdc++ 12, which formally orders
// nothing: the program is not to blame for that.
bool gives_shared_ptr_back(const void* pc);

// Whether `thread` is in a function of the standard library that waits by spinning, yielding or
// sleeping.
bool is_inside_library(const Thread& thread);

}  // namespace interleave
