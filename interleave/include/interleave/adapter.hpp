// For adapters to test frameworks. Tests themselves do not need this header.
#pragma once

#include <functional>
#include <string>

namespace interleave {

// The running thread's assertion failed. The schedule fails as a wrong result when the thread
// reaches its next step, so that the framework can finish what it is doing.
// Requires: inside an exploration.
void fail_at_next_step(const std::string& message, const char* file, int line);

// Calls `use`, which makes the framework take its own locks. Explorations leave those alone.
void ignore_locks_of(const std::function<void()>& use);

// Returns a failed result as text for a person: verdict, headline, story.
std::string describe(const struct Result& result);

}  // namespace interleave
