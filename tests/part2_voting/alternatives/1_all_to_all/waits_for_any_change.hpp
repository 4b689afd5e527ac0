// Alternative: Who can neither send nor read sleeps until somebody has done either.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

#include "provided/bounded_queue.hpp"

inline std::vector<std::vector<int>> all_to_all(const std::vector<int>& choices,
                                                std::size_t capacity) {
  if (capacity == 0) throw std::invalid_argument("all_to_all: no room");
  const std::size_t voters = choices.size();
  std::deque<BoundedQueue<int>> inboxes;
  for (std::size_t i = 0; i < voters; ++i) inboxes.emplace_back(capacity);
  std::vector<std::vector<int>> heard(voters);
  std::mutex mutex;
  std::condition_variable changed;
  std::size_t changes = 0;  // How often somebody has sent or read. Guarded by mutex.
  const auto vote = [&](std::size_t i) {
    std::size_t d = 1;
    while (d < voters || heard[i].size() < voters - 1) {
      std::unique_lock lock(mutex);
      const std::size_t before = changes;
      lock.unlock();
      bool moved = false;
      if (d < voters && inboxes[(i + d) % voters].try_push(int(choices[i]))) {
        ++d;
        moved = true;
      }
      if (const auto number = inboxes[i].try_pop()) {
        heard[i].push_back(*number);
        moved = true;
      }
      lock.lock();
      if (moved) {
        ++changes;
        changed.notify_all();
      } else {
        changed.wait(lock, [&] { return changes != before; });
      }
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < voters; ++i) threads.emplace_back(vote, i);
  for (std::thread& thread : threads) thread.join();
  return heard;
}
