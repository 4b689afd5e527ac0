// For adapters to test frameworks. Tests themselves do not need this header; src/gtest has an
// adapter to learn from.
//
// Thread safety: fail_at_next_step() from the threads of a body, the others outside explorations.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

namespace interleave {

// The running thread's assertion failed. The schedule fails as a wrong result when the thread
// reaches its next step, so that the framework can finish what it is doing.
// Requires: inside an exploration.
void fail_at_next_step(const std::string& message, const char* file, int line);

// Calls `use`, which makes the framework take its own locks. Explorations leave those alone.
// Requires: outside an exploration. At most eight locks in all.
void ignore_locks_of(const std::function<void()>& use);

// Returns how many columns a text for a person may have: what INTERLEAVE_COLUMNS in the environment
// says, else the width of the terminal behind the standard output, from 60 to 200; 100 where there
// is none.
std::size_t text_columns();

// Returns a failed result as text for a person: verdict, headline, story. Of one that did not fail,
// why it could not be explored.
std::string describe(const struct Result& result);

}  // namespace interleave
