// Alternative: A voter decides when one number has more than half of the votes, and reads on.
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

#include "provided/bounded_queue.hpp"

inline std::vector<int> vote(const std::vector<int>& choices, std::size_t capacity) {
  if (capacity == 0) throw std::invalid_argument("vote: no room");
  const std::size_t voters = choices.size();
  std::deque<BoundedQueue<int>> inboxes;
  for (std::size_t i = 0; i < voters; ++i) inboxes.emplace_back(capacity);
  std::vector<int> decisions(voters);
  const auto run = [&](std::size_t i) {
    std::thread helper([&, i] {
      for (std::size_t d = 1; d < voters; ++d) inboxes[(i + d) % voters].push(choices[i]);
    });
    std::map<int, std::size_t> tally = {{choices[i], 1}};
    std::optional<int> decision;
    for (std::size_t n = 1; n < voters; ++n) {
      const int number = *inboxes[i].pop();
      if (2 * ++tally[number] > voters && !decision) decision = number;
    }
    const auto fewer = [](const auto& left, const auto& right) {
      return left.second < right.second;
    };
    decisions[i] = decision.value_or(std::max_element(tally.begin(), tally.end(), fewer)->first);
    helper.join();
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < voters; ++i) threads.emplace_back(run, i);
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
