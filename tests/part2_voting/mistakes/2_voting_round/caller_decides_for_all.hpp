// Mistake: The calling thread counts the choices; nobody tells anybody.
// Verdict: wrong result
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <stdexcept>
#include <thread>
#include <vector>

#include "provided/bounded_queue.hpp"

// Returns the number with the most votes; of several with equally many, the smallest.
inline int winner_of(const std::vector<int>& votes) {
  std::map<int, int> tally;
  for (int number : votes) ++tally[number];
  auto best = tally.begin();
  for (auto it = tally.begin(); it != tally.end(); ++it) {
    if (it->second > best->second) best = it;
  }
  return best->first;
}

inline std::vector<int> vote(const std::vector<int>& choices, std::size_t capacity) {
  if (capacity == 0) throw std::invalid_argument("vote: no room");
  if (choices.empty()) return {};
  return std::vector<int>(choices.size(), winner_of(choices));
}
