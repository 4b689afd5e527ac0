// Mistake: A number for which there is no room is dropped.
// Verdict: wrong result
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
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
  std::vector<std::thread> readers;
  std::vector<std::thread> senders;
  for (std::size_t i = 0; i < voters; ++i) {
    readers.emplace_back([&, i] {
      while (const std::optional<int> number = inboxes[i].pop()) heard[i].push_back(*number);
    });
    senders.emplace_back([&, i] {
      for (std::size_t d = 1; d < voters; ++d) inboxes[(i + d) % voters].try_push(int(choices[i]));
    });
  }
  for (std::thread& sender : senders) sender.join();
  for (BoundedQueue<int>& inbox : inboxes) inbox.close();
  for (std::thread& reader : readers) reader.join();
  return heard;
}
