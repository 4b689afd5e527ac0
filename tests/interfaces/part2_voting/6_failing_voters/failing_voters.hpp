// 2.6 as its tests see it.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "provided/voting.hpp"

namespace under_test {

// Calls the answer's.
std::vector<std::optional<int>> agree_despite_failures(const std::vector<int>& choices,
                                                       std::size_t failures_max, GoesOn goes_on);

}  // namespace under_test
