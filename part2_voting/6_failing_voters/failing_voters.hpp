// Exercise 2.6: agreement although voters stop midway.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "provided/barrier.hpp"
#include "provided/not_written.hpp"
#include "provided/voting.hpp"

// Two finished pieces are provided: `Barrier`, as in 2.3, and the type
//   using GoesOn = std::function<bool(std::size_t voter, std::size_t round, std::size_t receiver)>;

// TODO 2.6a: what do the voters share, and who may use which part of it, and when?

// Consensus in synchronous rounds, with at most `failures_max` voters that stop (FloodSet: Lynch,
// "Distributed Algorithms", 1996, 6.2). Voter i has chosen choices[i].
//
// Each voter is a thread. In each of failures_max + 1 rounds, counted from 0, each voter that is
// left tells each other voter all the numbers it knows, in any order: also a voter that has
// stopped, and also if there is nothing new. Before each single send it asks
// goes_on(voter, round, receiver). False means that it stops now: it sends nothing more, is not
// asked again, and decides nothing; what it has sent by then arrives. A round ends for a voter when
// everybody who is left has finished it. After the last round, a voter decides for the smallest
// number that it knows: its own, or one that it was told.
//
// Returns what each voter has decided, and nothing for those that stopped. All who decide, decide
// the same; it is a number that somebody chose; and it is the smallest of all if nobody stops. With
// no voters, it returns an empty vector. When more than failures_max stop, it returns as well, and
// nothing is promised about what was decided. When it returns, no thread of it is left.
// Throws std::invalid_argument if failures_max is not below the number of voters, and there are
// any.
//
// Thread safety: it may be called by several threads at the same time. goes_on is called by several
// voters at the same time, and one call of it may wait for other voters: no lock is held meanwhile.
inline std::vector<std::optional<int>> agree_despite_failures(const std::vector<int>& choices,
                                                              std::size_t failures_max,
                                                              GoesOn goes_on) {
  // TODO 2.6b: who refuses what? One thread for each voter, and what each of them does.
  not_written("2.6 agree_despite_failures");
}
