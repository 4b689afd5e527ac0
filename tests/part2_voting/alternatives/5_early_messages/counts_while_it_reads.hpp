// Alternative: A voter counts votes as they come, in one tally for this round and one for the next.
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <thread>
#include <utility>
#include <vector>

#include "provided/bounded_queue.hpp"
#include "provided/voting.hpp"

struct Message {
  std::size_t round;
  int number;
};

inline std::vector<std::vector<int>> agree(std::size_t voters, std::size_t rounds, Choose choose) {
  std::vector<std::vector<int>> decisions(voters, std::vector<int>(rounds));
  std::deque<BoundedQueue<Message>> inboxes;
  for (std::size_t i = 0; i < voters; ++i) inboxes.emplace_back(2 * voters);
  const auto vote = [&](std::size_t voter) {
    std::map<int, std::size_t> next_tally;
    std::size_t next_heard = 0;
    for (std::size_t round = 0; round < rounds; ++round) {
      const int mine = choose(voter, round);
      for (std::size_t to = 0; to < voters; ++to) {
        if (to != voter) inboxes[to].push({round, mine});
      }
      std::map<int, std::size_t> tally = std::move(next_tally);
      next_tally.clear();
      std::size_t heard = std::exchange(next_heard, 0) + 1;
      ++tally[mine];
      while (heard < voters) {
        const Message message = *inboxes[voter].pop();
        ++(message.round == round ? tally : next_tally)[message.number];
        ++(message.round == round ? heard : next_heard);
      }
      int best = tally.begin()->first;
      for (const auto& [number, votes] : tally) {
        if (votes > tally[best]) best = number;
      }
      decisions[voter][round] = best;
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t voter = 0; voter < voters; ++voter) threads.emplace_back(vote, voter);
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
