// Exercise 2.2: one vote. Everybody tells everybody, and everybody counts.
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <stdexcept>
#include <thread>
#include <vector>

#include "provided/bounded_queue.hpp"

// Counts votes. Each voter has one of its own, so no lock guards it: the voters share nothing but
// their inboxes.
class Tally {
 public:
  void add(int number) { ++votes_[number]; }

  // Returns the number with the most votes; of several with equally many, the smallest. This does
  // not depend on the order in which the votes came, and that order is not the same for all voters.
  // Requires: there is a vote.
  int winner() const {
    auto best = votes_.begin();
    for (auto it = votes_.begin(); it != votes_.end(); ++it) {
      if (it->second > best->second) best = it;
    }
    return best->first;
  }

 private:
  std::map<int, std::size_t> votes_;  // How many each number has; the smallest number comes first.
};

// One voter: its number, and what it can reach.
struct Voter {
  std::size_t id;
  int choice;
  std::deque<BoundedQueue<int>>& inboxes;  // All of them; inboxes[id] is its own.

  // Tells the number to each other voter. Waits where there is no room.
  void tell_others() const {
    for (std::size_t to = 0; to < inboxes.size(); ++to) {
      if (to != id) inboxes[to].push(choice);
    }
  }

  // Returns who has won. A voter that has not heard all others does not know it: what is missing
  // can always change the result, if only by breaking a tie.
  int count() const {
    Tally tally;
    tally.add(choice);
    for (std::size_t n = 1; n < inboxes.size(); ++n) tally.add(*inboxes[id].pop());
    return tally.winner();
  }

  // Sends and counts at the same time, as in 2.1: a voter that only sends makes no room.
  int decide() const {
    std::thread helper([this] { tell_others(); });
    const int decision = count();
    helper.join();  // It uses the inboxes of the others, and they wait for what it sends.
    return decision;
  }
};

// Lets `choices.size()` voters vote: voter i votes for the number choices[i].
//
// Each voter runs in a thread of its own, with one helper. Each has one inbox, a BoundedQueue with
// room for exactly `capacity` messages, and tells its number to each other voter, once.
//
// Each voter decides on its own. The number with the most votes wins, and a voter's own vote counts
// as all others do. If several numbers have equally many, the smallest of them wins.
//
// Returns what each voter has decided. All have decided the same, under every schedule.
// Throws std::invalid_argument if capacity is 0, even if there are no voters.
// Returns for every number of voters and every capacity above 0, under every schedule. No thread is
// left then.
//
// Thread safety: any number of threads may call it at any time.
inline std::vector<int> vote(const std::vector<int>& choices, std::size_t capacity) {
  if (capacity == 0) throw std::invalid_argument("vote: capacity must not be 0");
  const std::size_t voters = choices.size();
  std::deque<BoundedQueue<int>> inboxes;
  for (std::size_t i = 0; i < voters; ++i) inboxes.emplace_back(capacity);

  std::vector<int> decisions(voters);  // Each voter writes its own place only.
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < voters; ++i) {
    threads.emplace_back([&, i] { decisions[i] = Voter{i, choices[i], inboxes}.decide(); });
  }
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
