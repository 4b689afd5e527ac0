#include <algorithm>

#include "workbook_test.hpp"

namespace under_test {

std::vector<int> sorted(std::vector<int> numbers) {
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

}  // namespace under_test
