// Mistake: A lock that all calls share lets one of them run at a time.
// Verdict: deadlock
#pragma once

#include <cstddef>
#include <mutex>
#include <thread>
#include <vector>

#include "provided/barrier.hpp"
#include "provided/voting.hpp"

inline std::vector<std::vector<int>> agree(std::size_t voters, std::size_t rounds, Choose choose) {
  static std::mutex one_call;
  std::lock_guard lock(one_call);
  std::vector<std::vector<int>> decisions(voters, std::vector<int>(rounds));
  if (voters == 0) return decisions;
  std::vector<int> board(voters);
  Barrier meeting(voters);
  std::vector<std::thread> threads;
  for (std::size_t v = 0; v < voters; ++v) {
    threads.emplace_back([&, v] {
      for (std::size_t r = 0; r < rounds; ++r) {
        board[v] = choose(v, r);
        meeting.arrive_and_wait();
        decisions[v][r] = winner(board);
        meeting.arrive_and_wait();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
