// Exercise 2.6: agreement although voters stop midway.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "provided/barrier.hpp"
#include "provided/voting.hpp"

using Numbers = std::set<int>;

// What was told in one round: letters[to][from]. No lock guards a letter: before the barrier at the
// end of the round, only its sender uses it, and after that only its receiver. Each round has
// letters of its own, because a fast voter writes those of the next round while a slow one still
// reads those of this one.
using Letters = std::vector<std::vector<Numbers>>;

// What all voters share.
struct Election {
  Election(std::size_t voters, std::size_t rounds, GoesOn asked)
      : letters(rounds, Letters(voters, std::vector<Numbers>(voters))),
        round_ends(voters),
        goes_on(std::move(asked)) {}

  std::vector<Letters> letters;  // Of each round.
  Barrier round_ends;            // For all voters that are left.
  GoesOn goes_on;
};

// Tells each other voter all that this one knows. Returns false if it stops, as soon as it does:
// what it has told by then stays told.
inline bool tell_others(std::size_t voter, std::size_t round, const Numbers& known,
                        Election& election) {
  Letters& letters = election.letters[round];
  for (std::size_t to = 0; to < letters.size(); ++to) {
    if (to == voter) continue;
    if (!election.goes_on(voter, round, to)) return false;
    letters[to][voter] = known;
  }
  return true;
}

// What one voter does. Returns what it decides, or nothing if it stops.
//
// Why all decide the same: at most failures_max voters stop, and there is one round more. So in at
// least one round nobody stops. After it, all who are left know the same numbers, and nobody can
// tell them anything new.
inline std::optional<int> take_part(std::size_t voter, int choice, Election& election) {
  Numbers known = {choice};
  for (std::size_t round = 0; round < election.letters.size(); ++round) {
    if (!tell_others(voter, round, known, election)) {
      election.round_ends.arrive_and_drop();  // Nobody waits for this voter any more.
      return std::nullopt;
    }
    election.round_ends.arrive_and_wait();
    for (const Numbers& letter : election.letters[round][voter]) {
      known.insert(letter.begin(), letter.end());
    }
  }
  return *known.begin();
}

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
  const std::size_t voters = choices.size();
  if (voters == 0) return {};
  if (failures_max >= voters) {
    throw std::invalid_argument("agree_despite_failures: somebody has to be left");
  }
  Election election(voters, failures_max + 1, std::move(goes_on));
  std::vector<std::optional<int>> decisions(voters);  // Each voter writes its own place only.
  std::vector<std::thread> threads;
  for (std::size_t voter = 0; voter < voters; ++voter) {
    threads.emplace_back(
        [&, voter] { decisions[voter] = take_part(voter, choices[voter], election); });
  }
  for (std::thread& thread : threads) thread.join();
  return decisions;
}
