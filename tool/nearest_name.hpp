#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace workbook {

// Returns how many characters must be added, dropped or replaced to make `a` into `b`
// (Levenshtein).
std::size_t edit_distance(std::string_view a, std::string_view b);

// Returns the candidate nearest to `wanted`, or "" when even that one is not near: more than half
// of its characters would have to change.
std::string nearest_name(std::string_view wanted, const std::vector<std::string>& candidates);

}  // namespace workbook
