// 2.2 as its tests see it.
#pragma once

#include <cstddef>
#include <vector>

namespace under_test {

// Calls the answer's.
std::vector<int> vote(const std::vector<int>& choices, std::size_t capacity);

}  // namespace under_test
