// Mistake: A number for which there is no room is dropped; voters count what they get.
// Verdict: wrong result
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <stdexcept>
#include <thread>
#include <vector>

#include "provided/bounded_queue.hpp"

// Returns the number with the most votes; of several with equally many, the smallest.
inline int winner_of(const std::vector<int>& votes) {
  std::map<int, int> tally;
  for (int number : votes) ++tally[number];
  auto best = tally.begin();
  for (auto it = tally.begin(); it != tally.end(); ++it) {
    if (it->second > best->second) best = it;
  }
  return best->first;
}

inline std::vector<int> vote(const std::vector<int>& choices, std::size_t capacity) {
  if (capacity == 0) throw std::invalid_argument("vote: no room");
  const std::size_t voters = choices.size();
  std::deque<BoundedQueue<int>> inboxes;
  for (std::size_t i = 0; i < voters; ++i) inboxes.emplace_back(capacity);
  std::vector<int> decisions(voters);
  std::deque<std::vector<int>> heard;
  for (int choice : choices) heard.push_back({choice});
  std::vector<std::thread> senders;
  std::vector<std::thread> readers;
  for (std::size_t i = 0; i < voters; ++i) {
    readers.emplace_back([&, i] {
      while (const auto number = inboxes[i].pop()) heard[i].push_back(*number);
      decisions[i] = winner_of(heard[i]);
    });
    senders.emplace_back([&, i] {
      for (std::size_t d = 1; d < voters; ++d) inboxes[(i + d) % voters].try_push(int(choices[i]));
    });
  }
  for (std::thread& sender : senders) sender.join();
  for (BoundedQueue<int>& inbox : inboxes) inbox.close();
  for (std::thread& reader : readers) reader.join();
  return decisions;
}
