// Mistake: The numbers are copied out of `choices`; nobody sends anything.
// Verdict: wrong result
#pragma once

#include <cstddef>
#include <deque>
#include <stdexcept>
#include <thread>
#include <vector>

#include "provided/bounded_queue.hpp"

inline std::vector<std::vector<int>> all_to_all(const std::vector<int>& choices,
                                                std::size_t capacity) {
  if (capacity == 0) throw std::invalid_argument("all_to_all: no room");
  std::vector<std::vector<int>> heard(choices.size(), choices);
  for (std::size_t i = 0; i < choices.size(); ++i) {
    heard[i].erase(heard[i].begin() + static_cast<std::ptrdiff_t>(i));
  }
  return heard;
}
