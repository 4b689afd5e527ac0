// Alternative: A board and a latch for each round, all made before.
#pragma once

#include <cstddef>
#include <deque>
#include <latch>
#include <thread>
#include <vector>

#include "provided/barrier.hpp"
#include "provided/voting.hpp"

inline std::vector<std::vector<int>> agree(std::size_t voters, std::size_t rounds, Choose choose) {
  std::vector<std::vector<int>> decisions(voters, std::vector<int>(rounds));
  if (voters == 0) return decisions;
  std::vector<std::vector<int>> boards(rounds, std::vector<int>(voters));
  std::deque<std::latch> all_written;
  for (std::size_t r = 0; r < rounds; ++r) {
    all_written.emplace_back(static_cast<std::ptrdiff_t>(voters));
  }
  std::vector<std::thread> threads;
  for (std::size_t v = 0; v < voters; ++v) {
    threads.emplace_back([&, v] {
      for (std::size_t r = 0; r < rounds; ++r) {
        boards[r][v] = choose(v, r);
        all_written[r].arrive_and_wait();
        decisions[v][r] = winner(boards[r]);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
