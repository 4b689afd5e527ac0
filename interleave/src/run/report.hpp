// What a person reads at the end of `interleave run`.
#pragma once

#include "interleave/result.hpp"
#include "run/settings.hpp"

namespace interleave {

// Prints `result`, and writes it as JSON where that was asked for. Returns the exit status.
int report(const Result& result, const RunSettings& settings);

}  // namespace interleave
