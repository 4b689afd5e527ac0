// Makes a schedule that failed easier to read.
#pragma once

#include <functional>

#include "execution/execution.hpp"
#include "strategy/schedule.hpp"

namespace interleave {

// Returns a schedule that fails in the same way as `schedule` did (the same kind, in the same
// words), with as few preemptions and then as few switches of threads as a bounded number of runs
// finds. Requires: `schedule` is the one that `execution` ran last.
Schedule shorten(Execution& execution, const std::function<void()>& body, const Schedule& schedule);

}  // namespace interleave
