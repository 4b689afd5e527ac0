// What came of a scenario in one run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "by_model/scenario.hpp"

namespace interleave {

struct MadeCall {
  PlannedCall planned;
  std::string answer;
  // Moments, in the order in which they came: every begin and every return has one of its own.
  std::uint64_t begin = 0;  // 0: not made yet.
  std::uint64_t end = 0;    // 0: has not returned.

  bool has_returned() const { return end != 0; }
};

struct History {
  std::vector<MadeCall> before;
  std::vector<std::vector<MadeCall>> threads;
  std::vector<MadeCall> looks;
  // Each time nobody could go on, before each look and at the end: how many of its calls each
  // thread had made. Those that have more to make wait in the next one.
  std::vector<std::vector<std::size_t>> standstills;
  std::uint64_t moments = 0;
};

}  // namespace interleave
