// The way of every instrumented access to memory.
#pragma once

#include <cstddef>

#include "race/race_detector.hpp"

namespace interleave {

// Checks an access of the running thread against all before, and fails the execution if it races.
// `pc` is where in the program it is.
void note_access(const void* address, std::size_t bytes, AccessKind kind, const void* pc);

}  // namespace interleave
