// Makes a failing schedule easier to follow: the same failure with fewer switches between threads.
#pragma once

#include <functional>

#include "execution/execution.hpp"
#include "strategy/schedule.hpp"

namespace interleave {

// Returns `schedule` or one that fails in the same way with fewer switches. The last run of
// `execution` must have been that of `schedule`, and has failed.
Schedule shorten(Execution& execution, const std::function<void()>& body, const Schedule& schedule);

}  // namespace interleave
