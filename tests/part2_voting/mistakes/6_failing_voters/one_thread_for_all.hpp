// Mistake: One thread does the work of all voters, round after round.
// Verdict: deadlock, wrong result
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
  if (failures_max >= n) throw std::invalid_argument("nobody would be left");
  const std::size_t rounds = failures_max + 1;
  std::vector letters(rounds, std::vector(n, std::vector<std::set<int>>(n)));
  std::vector<std::optional<int>> decisions(n);
  std::vector<std::set<int>> known(n);
  std::vector<bool> stopped(n);
  for (std::size_t voter = 0; voter < n; ++voter) known[voter] = {choices[voter]};
  for (std::size_t round = 0; round < rounds; ++round) {
    for (std::size_t voter = 0; voter < n; ++voter) {
      for (std::size_t to = 0; to < n && !stopped[voter]; ++to) {
        if (to == voter) continue;
        stopped[voter] = !goes_on(voter, round, to);
        if (!stopped[voter]) letters[round][to][voter] = known[voter];
      }
    }
    for (std::size_t voter = 0; voter < n; ++voter) {
      for (const auto& letter : letters[round][voter]) {
        known[voter].insert(letter.begin(), letter.end());
      }
    }
  }
  for (std::size_t voter = 0; voter < n; ++voter) {
    if (!stopped[voter]) decisions[voter] = *known[voter].begin();
  }
  return decisions;
}
