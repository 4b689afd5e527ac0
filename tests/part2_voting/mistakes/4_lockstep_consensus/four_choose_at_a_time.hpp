// Mistake: At most four voters choose at the same time; a fifth one may be waited for.
// Verdict: deadlock
#pragma once

#include <cstddef>
#include <semaphore>
#include <thread>
#include <vector>

#include "provided/barrier.hpp"
#include "provided/voting.hpp"

inline std::vector<std::vector<int>> agree(std::size_t voters, std::size_t rounds, Choose choose) {
  std::vector<std::vector<int>> decisions(voters, std::vector<int>(rounds));
  if (voters == 0) return decisions;
  std::vector<int> board(voters);
  Barrier meeting(voters);
  std::counting_semaphore<4> choosing(4);
  std::vector<std::thread> threads;
  for (std::size_t v = 0; v < voters; ++v) {
    threads.emplace_back([&, v] {
      for (std::size_t r = 0; r < rounds; ++r) {
        choosing.acquire();
        board[v] = choose(v, r);
        choosing.release();
        meeting.arrive_and_wait();
        decisions[v][r] = winner(board);
        meeting.arrive_and_wait();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
