// Reads an answer before anything of it is compiled, and finds what a graded answer may not hold:
// what reaches for the tests, for the explorer, for files or for the environment.
//
// The list is short because answers are headers in plain C++: the workbook's own solutions,
// alternatives and mistakes need nothing of it, and a test holds that.
#pragma once

#include <optional>
#include <string_view>

#include "forbidden.hpp"

namespace workbook {

// Returns the first thing, from the top of `code`, that a graded answer may not hold.
std::optional<ForbiddenUse> first_not_gradable(std::string_view code);

}  // namespace workbook
