// Exercise 2.7: agreement on about the same number, without lockstep and without known speeds.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "provided/network.hpp"
#include "provided/voting.hpp"

// What a node tells the others.
struct RoundValue {
  std::size_t round = 0;
  double value = 0;
};

// The smallest and the largest of some numbers.
struct Range {
  double low;
  double high;

  double spread() const { return high - low; }
  // The sum of the two may be too large for a double; std::midpoint does without it.
  double midpoint() const { return std::midpoint(low, high); }
};

// Requires: there are numbers.
inline Range range_of(const std::vector<double>& numbers) {
  const auto [low, high] = std::minmax_element(numbers.begin(), numbers.end());
  return {*low, *high};
}

// Returns how often `spread` must be halved until it is not above epsilon. Halving is exact, so
// this is exact; a logarithm of spread / epsilon would not be, and that quotient may overflow.
inline std::size_t rounds_for(double spread, double epsilon) {
  std::size_t rounds = 0;
  for (; spread > epsilon; spread /= 2) ++rounds;
  return rounds;
}

// One node. All of it belongs to the node's thread, so no lock guards it: what nodes share is the
// network.
class Node {
 public:
  Node(double input, std::size_t enough, Endpoint<RoundValue>& endpoint, const GoesOn& goes_on)
      : value_(input), enough_(enough), endpoint_(endpoint), goes_on_(goes_on) {}

  // Takes part in so many rounds among `nodes` nodes. Returns the last value, or nothing if the
  // node crashes.
  std::optional<double> run(std::size_t nodes, std::size_t rounds) {
    for (std::size_t round = 0; round < rounds; ++round) {
      if (!tell_others(nodes, round)) return std::nullopt;
      value_ = range_of(collect(round)).midpoint();
    }
    return value_;
  }

 private:
  // Returns false if the node crashes, as soon as it does.
  bool tell_others(std::size_t nodes, std::size_t round) {
    for (NodeId to = 0; to < nodes; ++to) {
      if (to == endpoint_.id()) continue;
      if (!goes_on_(endpoint_.id(), round, to)) return false;
      endpoint_.send(to, {round, value_});
    }
    return true;
  }

  // Waits until there are enough values of this round, and returns them, its own among them. It
  // must not wait for more: those that are missing may never come. Any two nodes have a value in
  // common, because each has more than half of them: so their midpoints are half as far apart as
  // all values were.
  std::vector<double> collect(std::size_t round) {
    later_[round].push_back(value_);
    while (later_[round].size() < enough_) {
      const RoundValue received = endpoint_.receive()->message;
      if (received.round >= round) later_[received.round].push_back(received.value);
    }
    std::vector<double> values = std::move(later_[round]);
    later_.erase(round);
    return values;
  }

  double value_;
  const std::size_t enough_;
  Endpoint<RoundValue>& endpoint_;
  const GoesOn& goes_on_;
  // By round, this one and later ones: others may be many rounds ahead, if they are enough without
  // this node.
  std::map<std::size_t, std::vector<double>> later_;
};

// Throws std::invalid_argument for what approximate() does not take.
inline void check_arguments(const std::vector<double>& inputs, std::size_t crashes_max,
                            double epsilon, const Network<RoundValue>& network) {
  const auto refuse = [](const char* why) { throw std::invalid_argument(why); };
  if (crashes_max > (inputs.size() - 1) / 2) {  // The product 2 * crashes_max might overflow.
    refuse("approximate: more than half of the nodes must be left");
  }
  if (!(epsilon > 0)) refuse("approximate: epsilon must be above 0");
  for (const double input : inputs) {
    if (!std::isfinite(input)) refuse("approximate: an input is not finite");
  }
  if (network.size() != inputs.size()) refuse("approximate: the network has other nodes");
}

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
  const std::size_t nodes = inputs.size();
  if (nodes == 0) return {};
  check_arguments(inputs, crashes_max, epsilon, network);
  const std::size_t rounds = rounds_for(range_of(inputs).spread(), epsilon);
  std::vector<std::optional<double>> values(nodes);  // Each node writes its own place only.
  std::vector<std::thread> threads;
  for (NodeId id = 0; id < nodes; ++id) {
    threads.emplace_back([&, id] {
      Node node(inputs[id], nodes - crashes_max, network.endpoint(id), goes_on);
      values[id] = node.run(nodes, rounds);
    });
  }
  for (std::thread& thread : threads) thread.join();
  return values;
}
