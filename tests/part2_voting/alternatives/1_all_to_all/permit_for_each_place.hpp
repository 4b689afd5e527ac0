// Alternative: A voter waits for a free place or for a number, whatever comes first.
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
  std::vector<std::size_t> free_places(voters, capacity);  // Guarded by mutex, as the next.
  std::vector<std::size_t> waiting(voters, 0);             // Numbers in each inbox.
  const auto vote = [&](std::size_t i) {
    std::size_t d = 1;
    const auto can_send = [&] { return d < voters && free_places[(i + d) % voters] > 0; };
    while (d < voters || heard[i].size() < voters - 1) {
      std::unique_lock lock(mutex);
      changed.wait(lock, [&] { return can_send() || waiting[i] > 0; });
      if (can_send()) {
        const std::size_t to = (i + d++) % voters;
        --free_places[to];
        inboxes[to].push(choices[i]);  // Never waits: a place is kept for it.
        ++waiting[to];
      } else {
        heard[i].push_back(*inboxes[i].pop());  // Never waits: a number is there.
        --waiting[i];
        ++free_places[i];
      }
      changed.notify_all();
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < voters; ++i) threads.emplace_back(vote, i);
  for (std::thread& thread : threads) thread.join();
  return heard;
}
