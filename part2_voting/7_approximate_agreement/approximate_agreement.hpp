// Exercise 2.7: agreement on about the same number, without lockstep and without known speeds.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "provided/network.hpp"
#include "provided/not_written.hpp"
#include "provided/voting.hpp"

// Two finished pieces are provided: `Network`, as in 1.6, and the type
//   using GoesOn = std::function<bool(std::size_t voter, std::size_t round, std::size_t receiver)>;

// What a node tells the others. Yours to change: the network never looks into it.
struct RoundValue {
  std::size_t round = 0;
  double value = 0;
};

// TODO 2.7a: how many rounds are needed? Which numbers can a double not hold on the way there?

// TODO 2.7b: what does a node keep between two messages?

// Approximate agreement in asynchronous rounds, with at most `crashes_max` nodes that crash (Dolev,
// Lynch, Pinter, Stark, Weihl, "Reaching Approximate Agreement in the Presence of Faults", Journal
// of the ACM, 1986). Node i begins with inputs[i].
//
// Each node is a thread that uses its own endpoint of the network. The network delays messages and
// reorders them, loses none, doubles none, has room for all, and was not used before. In each round
// a node
//   - sends its value, with the number of the round, to each other node, in any order. Before each
//     single send it asks goes_on(node, round, receiver); rounds are counted from 0. False means
//     that it crashes now: it does nothing more and is not asked again;
//   - waits until it has at least n - crashes_max values of this round, its own among them;
//   - goes on with the midpoint of the smallest and the largest of n - crashes_max or more of those
//     that it has, its own among them.
// Values that come too late for their round are not used. Those of later rounds are kept for them.
// The number of rounds is the smallest that brings the spread of the inputs (the largest less the
// smallest) down to epsilon if each round halves it: none if it is that small already.
//
// Returns each node's last value, and nothing for those that crashed. All that are returned are in
// the range of the inputs, and within epsilon of each other. With no nodes, it returns an empty
// vector. When more than crashes_max crash, nothing is promised, not even that it returns. When it
// returns, no thread of it is left.
// Throws std::invalid_argument if there are nodes, and 2 * crashes_max >= n, or epsilon is not
// above 0, or an input is not finite, or the network has not n nodes.
// Requires: the spread of the inputs is finite. The sum of two inputs need not be.
//
// Thread safety: it may be called by several threads at the same time, each with its own network.
// goes_on is called by several nodes at the same time, and one call of it may wait for other nodes:
// no lock is held meanwhile.
inline std::vector<std::optional<double>> approximate(const std::vector<double>& inputs,
                                                      std::size_t crashes_max, double epsilon,
                                                      Network<RoundValue>& network,
                                                      GoesOn goes_on) {
  // TODO 2.7c: what is refused? One thread for each node, and what each of them does.
  not_written("2.7 approximate");
}
