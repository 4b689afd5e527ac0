// Exercise 2.4: round after round in lockstep, on one shared board.
#pragma once

#include <cstddef>
#include <thread>
#include <vector>

#include "provided/barrier.hpp"
#include "provided/voting.hpp"

// What all voters share. No lock guards the numbers: the barrier keeps the writes of a round apart
// from its reads, and its reads apart from the writes of the next round.
struct Board {
  explicit Board(std::size_t voters) : numbers(voters), barrier(voters) {}

  std::vector<int> numbers;  // Voter i writes place i, between the second barrier of a round and
                             // the first of the next. All read all places between the two.
  Barrier barrier;           // For all voters.
};

// What one voter does. `decisions` is its own.
inline void vote_in_each_round(std::size_t voter, const Choose& choose, Board& board,
                               std::vector<int>& decisions) {
  for (std::size_t round = 0; round < decisions.size(); ++round) {
    board.numbers[voter] = choose(voter, round);
    board.barrier.arrive_and_wait();  // All have written: from here on, nobody writes.
    decisions[round] = winner(board.numbers);
    board.barrier.arrive_and_wait();  // All have read: from here on, nobody reads.
  }
}

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
  std::vector<std::vector<int>> decisions(voters, std::vector<int>(rounds));
  if (voters == 0) return decisions;  // There is no barrier for nobody.
  Board board(voters);
  std::vector<std::thread> threads;
  for (std::size_t voter = 0; voter < voters; ++voter) {
    threads.emplace_back(
        [&, voter] { vote_in_each_round(voter, choose, board, decisions[voter]); });
  }
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
