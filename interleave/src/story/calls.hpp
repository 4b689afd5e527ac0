#pragma once

#include <string>

#include "story/symbolizer.hpp"

namespace interleave {

// Returns the call of `function` out of the line that makes it: "queue.push(1)" out of
// "[&] { queue.push(1); queue.push(2); }". Where it is not to be found, "push()".
std::string call_text(const Location& caller, const std::string& function);

}  // namespace interleave
