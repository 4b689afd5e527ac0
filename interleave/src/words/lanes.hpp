// Which threads have a lane of their own in a story, where there is not room for all.
#pragma once

#include <cstddef>
#include <vector>

#include "interleave/story.hpp"

namespace interleave {

// Returns at most `lanes_max` of the threads that do something, in their order. First come those
// that the diagnosis speaks of, then those that do most.
std::vector<std::size_t> choose_lanes(const Story& story, std::size_t lanes_max);

}  // namespace interleave
