// What the functions that stand in front of the C library's keep for a run.
#pragma once

#include "model/surroundings.hpp"

namespace interleave {

// There is one for all runs.
Surroundings& surroundings();

}  // namespace interleave
