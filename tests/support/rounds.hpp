// What the tests of agreement in rounds share: 2.4 and 2.5.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <vector>

#include "provided/voting.hpp"

namespace under_test {

using Decisions = std::vector<std::vector<int>>;  // Of decisions[voter][round].
using Table = std::vector<std::vector<int>>;      // Of numbers[round][voter].

// A Choose that looks its numbers up.
inline Choose from(const Table& numbers) {
  return [&numbers](std::size_t voter, std::size_t round) { return numbers.at(round).at(voter); };
}

// What the rule says to these numbers, for as many voters.
inline Decisions decisions_for(std::size_t voters, const Table& numbers) {
  std::vector<int> of_one;
  for (const std::vector<int>& round : numbers) of_one.push_back(winner(round));
  return Decisions(voters, of_one);
}

// Numbers without a pattern, many of them equal: the same on every machine.
inline Table mixed_numbers(std::size_t voters, std::size_t rounds) {
  Table numbers(rounds, std::vector<int>(voters));
  unsigned state = 7;
  for (std::vector<int>& round : numbers) {
    for (int& number : round) {
      state = state * 1'103'515'245 + 12'345;
      number = static_cast<int>(state / 65'536 % 4);
    }
  }
  return numbers;
}

// A place where choose() waits until so many voters are in it: a barrier of the test's own.
class Meeting {
 public:
  explicit Meeting(int voters) : voters_(voters) {}

  void wait_for_all() {
    std::unique_lock lock(mutex_);
    const int my_round = arrived_++ / voters_;
    if (arrived_ % voters_ == 0) all_here_.notify_all();
    all_here_.wait(lock, [&] { return arrived_ >= (my_round + 1) * voters_; });
  }

 private:
  const int voters_;
  std::mutex mutex_;
  std::condition_variable all_here_;  // All wait here; the last one to arrive notifies.
  int arrived_ = 0;                   // Guarded by mutex_.
};

}  // namespace under_test
