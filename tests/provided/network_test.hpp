// What the tests of the simulated network share.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "chosen_faults.hpp"
#include "provided/network.hpp"
#include "workbook_test.hpp"

using Texts = Network<std::string>;
using std::chrono_literals::operator""h;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

// Returns what the node receives until nothing has come for an hour, in one line.
inline std::string all_received(Texts& network, NodeId node) {
  std::string line;
  while (const auto delivery = network.endpoint(node).receive_for(1h)) {
    line += (line.empty() ? "" : " ") + delivery->message;
  }
  return line;
}

// Expects that nothing has appeared or vanished, on each link and in all.
inline void expect_nothing_unaccounted(const Texts& network) {
  const auto expect = [](const Traffic& t) {
    EXPECT_EQ(t.sent.messages + t.duplicated.messages,
              t.delivered.messages + t.lost.messages + t.refused.messages + t.waiting.messages);
    EXPECT_EQ(t.sent.bytes + t.duplicated.bytes,
              t.delivered.bytes + t.lost.bytes + t.refused.bytes + t.waiting.bytes);
  };
  for (NodeId from = 0; from < network.size(); ++from) {
    for (NodeId to = 0; to < network.size(); ++to) expect(network.traffic(from, to));
  }
  expect(network.traffic());
}

// Runs `body` under every schedule, and returns what it returned in one of them at least. Fails the
// test if not all schedules were seen.
inline std::set<std::string> outcomes_of(const std::function<std::string()>& body) {
  std::set<std::string> outcomes;
  const interleave::Result result = interleave::explore(
      [&] { outcomes.insert(body()); }, {.strategy = interleave::Strategy::kExhaustive});
  EXPECT_EQ(result.verdict, interleave::Verdict::kPassed) << result.seen;
  EXPECT_EQ(result.coverage, interleave::Coverage::kAll) << result.seen;
  return outcomes;
}
