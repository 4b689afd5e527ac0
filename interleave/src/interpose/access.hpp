// The way of every instrumented access to memory.
#pragma once

#include <cstddef>

#include "model/memory.hpp"

namespace interleave {

// Checks an access of the running thread against all before, and fails the execution if it races.
// `pc` is where in the program it is.
void note_access(const void* address, std::size_t bytes, AccessKind kind, const void* pc);

// The same where races are choices: an access from a place that races is a step of its own.
void note_access_to_choose(const void* address, std::size_t bytes, AccessKind kind, const void* pc);

// Some part of the program was compiled with the hooks that tell of accesses.
extern bool program_is_instrumented;

}  // namespace interleave
