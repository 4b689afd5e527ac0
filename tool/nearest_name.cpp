#include "nearest_name.hpp"

#include <algorithm>
#include <numeric>

namespace workbook {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replace = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replace, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

std::string nearest_name(std::string_view wanted, const std::vector<std::string>& candidates) {
  std::string nearest;
  std::size_t least = wanted.size() + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(wanted, candidate);
    if (distance < least && 2 * distance <= candidate.size()) {
      nearest = candidate;
      least = distance;
    }
  }
  return nearest;
}

}  // namespace workbook
