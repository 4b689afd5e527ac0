// Mistake: Of several numbers with equally many votes, that of the lowest voter wins.
// Verdict: wrong result
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <stdexcept>
#include <thread>
#include <vector>

#include "provided/bounded_queue.hpp"

struct Ballot {
  std::size_t voter;
  int number;
};

inline std::vector<int> vote(const std::vector<int>& choices, std::size_t capacity) {
  if (capacity == 0) throw std::invalid_argument("vote: no room");
  const std::size_t voters = choices.size();
  std::deque<BoundedQueue<Ballot>> inboxes;
  for (std::size_t i = 0; i < voters; ++i) inboxes.emplace_back(capacity);
  std::vector<int> decisions(voters);
  const auto run = [&](std::size_t i) {
    std::thread helper([&, i] {
      for (std::size_t d = 1; d < voters; ++d) inboxes[(i + d) % voters].push({i, choices[i]});
    });
    std::vector<int> by_voter(voters);
    by_voter[i] = choices[i];
    for (std::size_t n = 1; n < voters; ++n) {
      const Ballot ballot = *inboxes[i].pop();
      by_voter[ballot.voter] = ballot.number;
    }
    std::ptrdiff_t most = 0;
    for (int number : by_voter) {
      const auto votes = std::count(by_voter.begin(), by_voter.end(), number);
      if (votes <= most) continue;
      most = votes;
      decisions[i] = number;
    }
    helper.join();
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < voters; ++i) threads.emplace_back(run, i);
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
