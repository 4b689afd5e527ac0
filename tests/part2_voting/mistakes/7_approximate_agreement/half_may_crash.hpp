// Mistake: It allows that half of the nodes crash.
// Verdict: wrong result, deadlock
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

#include "provided/network.hpp"
#include "provided/voting.hpp"

struct RoundValue {
  std::size_t round = 0;
  double value = 0;
};

inline std::vector<std::optional<double>> approximate(const std::vector<double>& inputs,
                                                      std::size_t crashes_max, double epsilon,
                                                      Network<RoundValue>& network,
                                                      GoesOn goes_on) {
  const std::size_t n = inputs.size();
  if (n == 0) return {};
  const auto [low, high] = std::minmax_element(inputs.begin(), inputs.end());
  bool right = crashes_max < n && 2 * crashes_max <= n && epsilon > 0 && network.size() == n;
  for (const double input : inputs) right = right && std::isfinite(input);
  if (!right) throw std::invalid_argument("approximate");
  std::size_t rounds = 0;
  for (double spread = *high - *low; spread > epsilon; spread /= 2) ++rounds;
  std::vector<std::optional<double>> values(n);
  const auto run = [&](std::size_t node) {
    double value = inputs[node];
    std::map<std::size_t, std::vector<double>> heard;
    for (std::size_t round = 0; round < rounds; ++round) {
      for (std::size_t to = 0; to < n; ++to) {
        if (to == node) continue;
        if (!goes_on(node, round, to)) return;
        network.endpoint(node).send(to, {round, value});
      }
      heard[round].push_back(value);
      while (heard[round].size() < n - crashes_max) {
        const RoundValue received = network.endpoint(node).receive()->message;
        if (received.round >= round) heard[received.round].push_back(received.value);
      }
      const auto [least, most] = std::minmax_element(heard[round].begin(), heard[round].end());
      value = std::midpoint(*least, *most);
      heard.erase(round);
    }
    values[node] = value;
  };
  std::vector<std::thread> threads;
  for (std::size_t node = 0; node < n; ++node) threads.emplace_back(run, node);
  for (std::thread& thread : threads) thread.join();
  return values;
}
