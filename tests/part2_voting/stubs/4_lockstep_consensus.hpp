// Exercise 2.4: round after round in lockstep, on one shared board.
#pragma once

#include <cstddef>
#include <vector>

#include "provided/barrier.hpp"
#include "provided/not_written.hpp"
#include "provided/voting.hpp"

// Two finished pieces are provided: `Barrier`, as in 2.3, and `int winner(numbers)`, which is the
// number with the most votes, or the smallest of several with equally many.

// TODO 2.4a: what do the voters share? Who may write which place, and when? Who may read it?

// Consensus in lockstep: `voters` voters agree on a number in each of `rounds` rounds, on one board
// that all share.
//
// Each voter is a thread. In each round it calls choose(voter, round), once, and puts the number on
// the board. When the numbers of all voters are there, it decides: most votes win, ties go to the
// smallest number. Voters and rounds are counted from 0. Nobody calls choose for round r + 1 before
// all have put their numbers of round r on the board.
//
// No voters, one voter, and no rounds are legal. Numbers may be negative, and equal.
//
// Returns decisions[voter][round]; within a round, all are equal. When it returns, no thread of it
// is left.
//
// Thread safety: agree() may be called by several threads at the same time. choose is called by
// several voters at the same time, and one call of it may wait for another: no lock is held
// meanwhile.
inline std::vector<std::vector<int>> agree(std::size_t voters, std::size_t rounds, Choose choose) {
  not_written("2.4 agree");  // TODO 2.4b: one thread for each voter, and what each of them does.
}
