#pragma once

#include <cstddef>
#include <string>

#include "story/symbolizer.hpp"

namespace interleave {

// Returns the call of `function` out of the line that makes it: "queue.push(1)" out of
// "[&] { queue.push(1); queue.push(2); }". Where it is not to be found, "push()". Arguments that
// are too long are left out: "queue.push(...)".
std::string call_text_without_long_arguments(const Location& caller, const std::string& function);

// Returns the statement that the column is in, out of a line that may have several: "balance += 1"
// out of "together({"anna", [&] { balance += 1; }}, ...". At most so many characters.
std::string statement_at(const Location& location, std::size_t characters_max = 60);

}  // namespace interleave
