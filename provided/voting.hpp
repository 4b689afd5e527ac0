// What the voters of Part 2 agree on: how numbers are chosen, who wins, and who goes on.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <stdexcept>
#include <vector>

// Returns the number that a voter chooses in a round. It may be called by several threads at once.
using Choose = std::function<int(std::size_t voter, std::size_t round)>;

// Is asked by a voter before each single message that it sends in a round: true means that it sends
// this one, false that it stops for good, at this point. It may be called by several threads at
// once, and it may take its time.
using GoesOn = std::function<bool(std::size_t voter, std::size_t round, std::size_t receiver)>;

// Returns the number with the most votes; of several with equally many, the smallest.
// Throws std::invalid_argument if there are no votes.
inline int winner(const std::vector<int>& votes) {
  if (votes.empty()) throw std::invalid_argument("winner: there are no votes");
  std::map<int, std::size_t> tally;  // How many votes each number has, the smallest number first.
  for (int vote : votes) ++tally[vote];
  auto best = tally.begin();
  for (auto it = tally.begin(); it != tally.end(); ++it) {
    if (it->second > best->second) best = it;  // Only more votes: so a tie goes to the smaller one.
  }
  return best->first;
}
