// Exercise 2.2: one vote. Everybody tells everybody, and everybody counts.
#pragma once

#include <cstddef>
#include <vector>

#include "provided/bounded_queue.hpp"
#include "provided/not_written.hpp"

// Lets `choices.size()` voters vote: voter i votes for the number choices[i].
//
// Voters and inboxes are as in 2.1: each voter runs in a thread of its own, may have one helper,
// and tells its number to each other voter, once. Each has one inbox, a BoundedQueue with room for
// exactly `capacity` messages. What a message is, is up to you.
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
  // TODO 2.2a: let everybody tell everybody, as in 2.1.
  // TODO 2.2b: when does a voter know enough to decide?
  // TODO 2.2c: who has won?
  not_written("2.2 vote");
}
