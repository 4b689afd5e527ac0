// libc++ waits by polling: it looks 64 times, and then again and again at a clock, until some
// microseconds have passed; only then it sleeps. Virtual time stands still while anybody can run,
// so a thread that has looked so often is told that its looks took time.
#pragma once

#include <version>

#include "interpose/clock.hpp"

namespace interleave {

#ifdef _LIBCPP_VERSION

// std::call_once; `flag` is what libc++ keeps in a std::once_flag.
void run_once_of_libcxx(unsigned long* flag, void* argument, void (*function)(void*),
                        const void* pc);

// How much later it is for the running thread than for the others.
Nanoseconds time_of_looking();

// A sleep between two looks ends when somebody notifies the place, too. Returns false if the
// running thread has not been looking: then it sleeps as it says.
bool sleep_as_poller(Nanoseconds duration, const void* pc);

#else

inline Nanoseconds time_of_looking() { return 0; }
inline bool sleep_as_poller(Nanoseconds, const void*) { return false; }

#endif

}  // namespace interleave
