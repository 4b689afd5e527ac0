// Exercise 2.1: voters tell each other their numbers through inboxes with little room.
#pragma once

#include <cstddef>
#include <vector>

#include "provided/bounded_queue.hpp"
#include "provided/not_written.hpp"

// Lets `choices.size()` voters tell each other their numbers: voter i has chosen choices[i].
//
// Each voter runs in a thread of its own; the calling thread may be one of them. A voter may have
// one helper, which is a thread, too. Each voter has one inbox, a BoundedQueue<int> with room for
// exactly `capacity` numbers. It puts its number into the inbox of each other voter, once, and
// takes out of its own inbox what the others have put in. No number goes another way.
//
// No number is dropped. Whoever has to wait sleeps: nobody tries again and again.
//
// Returns, for each voter, what it has heard: the numbers of all others, in any order.
// Throws std::invalid_argument if capacity is 0, even if there are no voters.
// Returns for every number of voters and every capacity above 0, under every schedule. No thread is
// left then.
//
// Thread safety: any number of threads may call it at any time.
inline std::vector<std::vector<int>> all_to_all(const std::vector<int>& choices,
                                                std::size_t capacity) {
  // TODO 2.1a: make the inboxes.
  // TODO 2.1b: start the voters. How can each of them send and also take out?
  // TODO 2.1c: who joins which thread?
  not_written("2.1 all_to_all");
}
