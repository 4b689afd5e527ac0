// Mistake: A voter chooses for the next round, and tells it, before it has decided this one.
// Verdict: wrong result, deadlock
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <thread>
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
  for (std::size_t i = 0; i < voters; ++i) inboxes.emplace_back(4 * voters);
  const auto vote = [&](std::size_t voter) {
    const auto choose_and_tell = [&](std::size_t round) {
      if (round >= rounds) return 0;
      const int mine = choose(voter, round);
      for (std::size_t to = 0; to < voters; ++to) {
        if (to != voter) inboxes[to].push({round, mine});
      }
      return mine;
    };
    std::map<std::size_t, std::vector<int>> heard;
    int mine = choose_and_tell(0);
    for (std::size_t round = 0; round < rounds; ++round) {
      const int next = choose_and_tell(round + 1);
      heard[round].push_back(mine);
      while (heard[round].size() < voters) {
        const Message message = *inboxes[voter].pop();
        heard[message.round].push_back(message.number);
      }
      mine = next;
      decisions[voter][round] = winner(heard[round]);
      heard.erase(round);
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t voter = 0; voter < voters; ++voter) threads.emplace_back(vote, voter);
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
