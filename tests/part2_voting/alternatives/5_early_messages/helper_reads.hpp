// Alternative: A helper reads and decides, and the voter chooses and sends; the two tell each other
// by a semaphore.
#pragma once

#include <cstddef>
#include <deque>
#include <semaphore>
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
  for (std::size_t i = 0; i < voters; ++i) inboxes.emplace_back(1);
  const auto vote = [&](std::size_t voter) {
    int mine = 0;
    std::binary_semaphore chosen(0);
    std::binary_semaphore decided(0);
    std::thread reader([&] {
      std::vector<int> early;
      for (std::size_t round = 0; round < rounds; ++round) {
        std::vector<int> numbers = std::exchange(early, {});
        while (numbers.size() + 1 < voters) {
          const Message message = *inboxes[voter].pop();
          (message.round == round ? numbers : early).push_back(message.number);
        }
        chosen.acquire();
        numbers.push_back(mine);
        decisions[voter][round] = winner(numbers);
        decided.release();
      }
    });
    for (std::size_t round = 0; round < rounds; ++round) {
      mine = choose(voter, round);
      chosen.release();
      for (std::size_t to = 0; to < voters; ++to) {
        if (to != voter) inboxes[to].push({round, mine});
      }
      decided.acquire();
    }
    reader.join();
  };
  std::vector<std::thread> threads;
  for (std::size_t voter = 0; voter < voters; ++voter) threads.emplace_back(vote, voter);
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
