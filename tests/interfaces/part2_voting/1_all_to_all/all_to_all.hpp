// 2.1 as its tests see it.
#pragma once

#include <cstddef>
#include <vector>

namespace under_test {

// Calls the answer's.
std::vector<std::vector<int>> all_to_all(const std::vector<int>& choices, std::size_t capacity);

}  // namespace under_test
