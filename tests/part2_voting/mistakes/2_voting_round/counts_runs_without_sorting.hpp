// Mistake: Equal numbers are counted only where they stand next to each other.
// Verdict: wrong result
#pragma once

#include <cstddef>
#include <deque>
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
    std::vector<int> heard = {choices[i]};
    for (std::size_t n = 1; n < voters; ++n) heard.push_back(*inboxes[i].pop());
    std::size_t most = 0;
    for (std::size_t from = 0; from < heard.size();) {
      std::size_t to = from;
      while (to < heard.size() && heard[to] == heard[from]) ++to;
      const std::size_t votes = to - from;
      if (votes > most || (votes == most && heard[from] < decisions[i])) {
        most = votes;
        decisions[i] = heard[from];
      }
      from = to;
    }
    helper.join();
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < voters; ++i) threads.emplace_back(run, i);
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
