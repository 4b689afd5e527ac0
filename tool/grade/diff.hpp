// What changed from one grading to the next, and why.
#pragma once

#include <string>
#include <vector>

#include "grade/record.hpp"

namespace workbook {

// Returns a line for each verdict or number of points that changed, and for each student who came
// or left.
std::vector<std::string> differences(const std::vector<Record>& before,
                                     const std::vector<Record>& after);

}  // namespace workbook
