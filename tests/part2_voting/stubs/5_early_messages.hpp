// Exercise 2.5: round after round without a barrier. Messages carry their round.
#pragma once

#include <cstddef>
#include <vector>

#include "provided/bounded_queue.hpp"
#include "provided/not_written.hpp"
#include "provided/voting.hpp"

// Two finished pieces are provided: `BoundedQueue`, as in 1.4, and `int winner(numbers)`, which is
// the number with the most votes, or the smallest of several with equally many.

// TODO 2.5a: what is in a message?

// TODO 2.5b: what does a voter keep from one message to the next, and when does it let it go?

// Consensus without a barrier: `voters` voters agree on a number in each of `rounds` rounds, by
// messages that carry their round.
//
// Each voter is a thread with one inbox, a BoundedQueue of messages; how much room it has is up to
// you. In each round a voter calls choose(voter, round), once, and puts the number with its round
// into the inbox of each other voter. When it has a number of this round from everybody, it
// decides: most votes win, ties go to the smallest number. Voters and rounds are counted from 0. It
// does not wait for others to decide. So a message may come early, for the next round; it is kept
// until then, and not longer.
//
// No voters, one voter, and no rounds are legal. Numbers may be negative, and equal.
//
// Returns decisions[voter][round]; within a round, all are equal. When it returns, no thread of it
// is left.
//
// Thread safety: agree() may be called by several threads at the same time. choose is called by
// several voters at the same time, and one call of it may wait for another of the same round: no
// lock is held meanwhile.
inline std::vector<std::vector<int>> agree(std::size_t voters, std::size_t rounds, Choose choose) {
  not_written("2.5 agree");  // TODO 2.5c: one thread for each voter, and what each of them does.
}
