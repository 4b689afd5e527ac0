#include <algorithm>

#include "workbook_test.hpp"

std::vector<int> sorted(std::vector<int> numbers) {
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}
