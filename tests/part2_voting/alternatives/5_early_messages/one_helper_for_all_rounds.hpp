// Alternative: A helper sends what its voter hands it through a queue of its own, for all rounds.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "provided/bounded_queue.hpp"
#include "provided/voting.hpp"

struct Message {
  std::size_t round;
  int number;
};

// What a voter hands its helper.
class Outgoing {
 public:
  void push(Message message) {
    std::lock_guard lock(mutex_);
    messages_.push_back(message);
    changed_.notify_one();
  }
  void close() {
    std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_one();
  }
  std::optional<Message> pop() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return closed_ || !messages_.empty(); });
    if (messages_.empty()) return std::nullopt;
    const Message message = messages_.front();
    messages_.pop_front();
    return message;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Message> messages_;
  bool closed_ = false;
};

inline std::vector<std::vector<int>> agree(std::size_t voters, std::size_t rounds, Choose choose) {
  std::vector<std::vector<int>> decisions(voters, std::vector<int>(rounds));
  std::deque<BoundedQueue<Message>> inboxes;
  for (std::size_t i = 0; i < voters; ++i) inboxes.emplace_back(voters + 1);
  const auto vote = [&](std::size_t voter) {
    Outgoing to_send;
    std::thread helper([&] {
      while (const std::optional<Message> message = to_send.pop()) {
        for (std::size_t to = 0; to < voters; ++to) {
          if (to != voter) inboxes[to].push(*message);
        }
      }
    });
    std::vector<int> early;
    for (std::size_t round = 0; round < rounds; ++round) {
      const int mine = choose(voter, round);
      to_send.push({round, mine});
      std::vector<int> numbers = {mine};
      numbers.insert(numbers.end(), early.begin(), early.end());
      early.clear();
      while (numbers.size() < voters) {
        const Message message = *inboxes[voter].pop();
        (message.round == round ? numbers : early).push_back(message.number);
      }
      decisions[voter][round] = winner(numbers);
    }
    to_send.close();
    helper.join();
  };
  std::vector<std::thread> threads;
  for (std::size_t voter = 0; voter < voters; ++voter) threads.emplace_back(vote, voter);
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
