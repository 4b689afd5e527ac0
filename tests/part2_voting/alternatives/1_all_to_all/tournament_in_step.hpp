// Alternative: As in a tournament; of two, the lower one sends first, and a barrier ends each
// round.
#pragma once

#include <barrier>
#include <cstddef>
#include <deque>
#include <stdexcept>
#include <thread>
#include <vector>

#include "provided/bounded_queue.hpp"

// Returns whom `voter` meets in `round`, as in a tournament in which everybody meets everybody
// once: of an even number of players one stays, the others go round. Returns `players` or more for
// nobody.
inline std::size_t partner_of(std::size_t voter, std::size_t round, std::size_t players) {
  const std::size_t even = players + players % 2;
  const std::size_t last = even - 1;
  if (voter == last) return round * (even / 2) % last;
  const std::size_t partner = (round + last - voter) % last;
  return partner == voter ? last : partner;
}

inline std::vector<std::vector<int>> all_to_all(const std::vector<int>& choices,
                                                std::size_t capacity) {
  if (capacity == 0) throw std::invalid_argument("all_to_all: no room");
  const std::size_t voters = choices.size();
  std::deque<BoundedQueue<int>> inboxes;
  for (std::size_t i = 0; i < voters; ++i) inboxes.emplace_back(capacity);
  std::vector<std::vector<int>> heard(voters);
  const std::size_t rounds = voters - 1 + voters % 2;
  std::barrier end_of_round(static_cast<std::ptrdiff_t>(voters));
  const auto vote = [&](std::size_t i) {
    for (std::size_t round = 0; round < rounds; ++round) {
      const std::size_t partner = partner_of(i, round, voters);
      if (partner < voters) {
        if (i < partner) inboxes[partner].push(choices[i]);
        heard[i].push_back(*inboxes[i].pop());
        if (i > partner) inboxes[partner].push(choices[i]);
      }
      end_of_round.arrive_and_wait();
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < voters; ++i) threads.emplace_back(vote, i);
  for (std::thread& thread : threads) thread.join();
  return heard;
}
