// Values that threads keep under keys (pthread_key_create, tss_create).
#pragma once

#include "model/thread.hpp"

namespace interleave {

// Calls the destructors of the values that `thread`, which is running and about to end, has left.
void destroy_key_values(Thread& thread);

// The program's keys of the last execution are no more.
void forget_keys();

}  // namespace interleave
