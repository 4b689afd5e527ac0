// Mistake: It does not refuse that all may stop.
// Verdict: wrong result
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include "provided/barrier.hpp"
#include "provided/voting.hpp"

inline std::vector<std::optional<int>> agree_despite_failures(const std::vector<int>& choices,
                                                              std::size_t failures_max,
                                                              GoesOn goes_on) {
  const std::size_t n = choices.size();
  if (n == 0) return {};
  const std::size_t rounds = failures_max + 1;
  std::vector letters(rounds, std::vector(n, std::vector<std::set<int>>(n)));
  Barrier barrier(n);
  std::vector<std::optional<int>> decisions(n);
  const auto take_part = [&](std::size_t voter) {
    std::set<int> known = {choices[voter]};
    for (std::size_t round = 0; round < rounds; ++round) {
      for (std::size_t to = 0; to < n; ++to) {
        if (to == voter) continue;
        if (!goes_on(voter, round, to)) {
          barrier.arrive_and_drop();
          return;
        }
        letters[round][to][voter] = known;
      }
      barrier.arrive_and_wait();
      for (const auto& letter : letters[round][voter]) known.insert(letter.begin(), letter.end());
    }
    decisions[voter] = *known.begin();
  };
  std::vector<std::thread> threads;
  for (std::size_t voter = 0; voter < n; ++voter) threads.emplace_back(take_part, voter);
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
