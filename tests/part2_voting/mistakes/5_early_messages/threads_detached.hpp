// Mistake: The threads are detached, and the caller waits for a count of those that are done.
// Verdict: thread left behind, data race, crash, wrong result
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
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
  for (std::size_t i = 0; i < voters; ++i) inboxes.emplace_back(2 * voters);
  const auto vote = [&](std::size_t voter) {
    std::vector<int> early;
    for (std::size_t round = 0; round < rounds; ++round) {
      const int mine = choose(voter, round);
      for (std::size_t to = 0; to < voters; ++to) {
        if (to != voter) inboxes[to].push({round, mine});
      }
      std::vector<int> numbers = {mine};
      numbers.insert(numbers.end(), early.begin(), early.end());
      early.clear();
      while (numbers.size() < voters) {
        const Message message = *inboxes[voter].pop();
        (message.round == round ? numbers : early).push_back(message.number);
      }
      decisions[voter][round] = winner(numbers);
    }
  };
  std::mutex mutex;
  std::condition_variable done_changed;
  std::size_t done = 0;
  for (std::size_t voter = 0; voter < voters; ++voter) {
    std::thread([&, voter] {
      vote(voter);
      std::lock_guard lock(mutex);
      ++done;
      done_changed.notify_all();
    }).detach();
  }
  std::unique_lock lock(mutex);
  done_changed.wait(lock, [&] { return done == voters; });
  return decisions;
}
