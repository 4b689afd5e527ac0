#pragma once

#include <cstddef>
#include <vector>

#include "interleave/story.hpp"

namespace interleave {

// Of a loop that does the same at the same places again and again, leaves the first rounds and says
// how many follow. Returns how many steps the last such loop has; 0 if there is none.
std::size_t fold_repetitions(std::vector<Step>& steps);

}  // namespace interleave
