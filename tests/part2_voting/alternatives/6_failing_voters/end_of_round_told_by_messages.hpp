// Alternative: Without a barrier: each has an inbox, and tells the others in it when it has
// finished a round or stops.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include "provided/barrier.hpp"
#include "provided/bounded_queue.hpp"
#include "provided/voting.hpp"

inline std::vector<std::optional<int>> agree_despite_failures(const std::vector<int>& choices,
                                                              std::size_t failures_max,
                                                              GoesOn goes_on) {
  const std::size_t n = choices.size();
  if (n == 0) return {};
  if (failures_max >= n) throw std::invalid_argument("nobody would be left");
  const std::size_t rounds = failures_max + 1;
  struct Message {
    std::size_t round;
    bool last;
    bool stops;
    std::set<int> numbers;
  };
  std::deque<BoundedQueue<Message>> inboxes;
  for (std::size_t i = 0; i < n; ++i) inboxes.emplace_back(2 * (rounds + 1) * n);
  std::vector<std::optional<int>> decisions(n);
  const auto take_part = [&](std::size_t voter) {
    std::set<int> known = {choices[voter]};
    std::vector<std::size_t> finished(rounds + 1);
    std::size_t stopped = 0;
    const auto tell_all = [&](const Message& message) {
      for (std::size_t to = 0; to < n; ++to) {
        if (to != voter) inboxes[to].push(message);
      }
    };
    for (std::size_t round = 0; round < rounds; ++round) {
      for (std::size_t to = 0; to < n; ++to) {
        if (to == voter) continue;
        if (!goes_on(voter, round, to)) {
          tell_all({round, true, true, {}});
          return;
        }
        inboxes[to].push({round, false, false, known});
      }
      tell_all({round, true, false, {}});
      while (finished[round] + stopped < n - 1) {
        const Message message = *inboxes[voter].pop();
        known.insert(message.numbers.begin(), message.numbers.end());
        if (message.stops) ++stopped;
        if (message.last && !message.stops) ++finished[message.round];
      }
    }
    decisions[voter] = *known.begin();
  };
  std::vector<std::thread> threads;
  for (std::size_t voter = 0; voter < n; ++voter) threads.emplace_back(take_part, voter);
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
