// 2.7 as its tests see it.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "provided/voting.hpp"
#include "tests/interfaces/network.hpp"

namespace under_test {

using RoundValue = Message;

// Calls the answer's.
std::vector<std::optional<double>> approximate(const std::vector<double>& inputs,
                                               std::size_t crashes_max, double epsilon,
                                               Network<RoundValue>& network, GoesOn goes_on);

}  // namespace under_test
