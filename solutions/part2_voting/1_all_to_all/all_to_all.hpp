// Exercise 2.1: voters tell each other their numbers through inboxes with little room.
#pragma once

#include <cstddef>
#include <deque>
#include <stdexcept>
#include <thread>
#include <vector>

#include "provided/bounded_queue.hpp"

// One voter: its number, and what it can reach.
struct Voter {
  std::size_t id;
  int choice;
  std::deque<BoundedQueue<int>>& inboxes;  // All of them; inboxes[id] is its own.
  std::vector<int>& heard;                 // Its own row of the result: no other thread uses it.
};

// Puts the voter's number into the inbox of each other voter. Waits where there is no room.
inline void tell_others(const Voter& voter) {
  for (std::size_t to = 0; to < voter.inboxes.size(); ++to) {
    if (to != voter.id) voter.inboxes[to].push(voter.choice);
  }
}

// Takes out what all others tell. Does not look at what its own voter sends: this is why nobody
// waits for ever. Somebody takes out of every inbox until all its numbers have come, so every
// push() finds room at last; so all numbers are sent, and every pop() gets one.
inline void listen(const Voter& voter) {
  const std::size_t others = voter.inboxes.size() - 1;
  for (std::size_t n = 0; n < others; ++n) voter.heard.push_back(*voter.inboxes[voter.id].pop());
}

// A voter does two things at the same time, so it has a second thread: the helper sends, and the
// voter listens. The two share no data that changes.
inline void run(const Voter& voter) {
  std::thread helper([&] { tell_others(voter); });
  listen(voter);
  helper.join();  // The others may still wait for what this one sends.
}

// Lets `choices.size()` voters tell each other their numbers: voter i has chosen choices[i].
//
// Each voter runs in a thread of its own, with one helper. Each voter has one inbox, a
// BoundedQueue<int> with room for exactly `capacity` numbers. It puts its number into the inbox of
// each other voter, once, and takes out of its own inbox what the others have put in.
//
// Returns, for each voter, what it has heard: the numbers of all others, in any order.
// Throws std::invalid_argument if capacity is 0, even if there are no voters.
// Returns for every number of voters and every capacity above 0, under every schedule. No thread is
// left then.
//
// Thread safety: any number of threads may call it at any time.
inline std::vector<std::vector<int>> all_to_all(const std::vector<int>& choices,
                                                std::size_t capacity) {
  if (capacity == 0) throw std::invalid_argument("all_to_all: capacity must not be 0");
  const std::size_t voters = choices.size();
  std::deque<BoundedQueue<int>> inboxes;  // A deque: a queue can be neither copied nor moved.
  for (std::size_t i = 0; i < voters; ++i) inboxes.emplace_back(capacity);

  std::vector<std::vector<int>> heard(voters);  // Has its size before the first thread starts.
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < voters; ++i) {
    threads.emplace_back([&, i] { run({i, choices[i], inboxes, heard[i]}); });
  }
  for (std::thread& thread : threads) thread.join();
  return heard;
}
