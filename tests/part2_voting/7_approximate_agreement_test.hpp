// What the tests of 2.7 share.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <set>
#include <stdexcept>
#include <utility>
#include <vector>

#include "approximate_agreement.hpp"
#include "chosen_faults.hpp"
#include "interleave/observer.hpp"
#include "stops.hpp"
#include "stopwatch.hpp"
#include "workbook_test.hpp"

namespace under_test {

using std::chrono_literals::operator""h;
using std::chrono_literals::operator""min;
using std::chrono_literals::operator""s;

using Inputs = std::vector<double>;
using Values = std::vector<std::optional<double>>;
using Faults = Network<RoundValue>::Faults;

// Every inbox has room for all messages.
inline NetworkSettings with_room() { return {.inbox_capacity = 100'000}; }

// Nothing is late.
inline Fate on_time(const Passage<RoundValue>&) { return {}; }

inline bool always(std::size_t, std::size_t, std::size_t) { return true; }

// In each round, a node sends one message to each other: so the number of a message on its way from
// one node to another is the number of its round, counted from 1.
inline std::size_t round_of(const Passage<RoundValue>& passage) { return passage.number - 1; }

// Whatever was asked for was sent, from there to there, and nothing else.
inline void expect_right_traffic(const Record& record, const Network<RoundValue>& network) {
  for (std::size_t from = 0; from < record.senders(); ++from) {
    for (std::size_t to = 0; to < record.senders(); ++to) {
      const auto sent = std::count_if(
          record.of[from].begin(), record.of[from].end(),
          [&](const Question& asked) { return asked.receiver == to && asked.goes_on; });
      EXPECT_EQ(network.traffic(from, to).sent.messages, static_cast<std::uint64_t>(sent))
          << "messages from node " << from << " to node " << to;
    }
  }
}

// Returns the largest of the values less the smallest; 0 without values.
inline double spread_of(const Values& values) {
  std::set<double> all;
  for (const std::optional<double>& value : values) {
    if (value) all.insert(*value);
  }
  return all.empty() ? 0 : *all.rbegin() - *all.begin();
}

// Who crashes has no value. The others have one in the range of the inputs, within epsilon of each
// other.
inline void expect_right_values(const Inputs& inputs, double epsilon, const Record& record,
                                const Values& values) {
  ASSERT_EQ(values.size(), inputs.size());
  const auto [low, high] = std::minmax_element(inputs.begin(), inputs.end());
  for (std::size_t node = 0; node < inputs.size(); ++node) {
    EXPECT_EQ(values[node].has_value(), !record.stopped(node))
        << "node " << node << " has a value if, and only if, it does not crash";
    if (!values[node]) continue;
    EXPECT_GE(*values[node], *low) << "node " << node << " is out of the range of the inputs";
    EXPECT_LE(*values[node], *high) << "node " << node << " is out of the range of the inputs";
  }
  EXPECT_LE(spread_of(values), epsilon) << "the nodes are not close enough to each other";
}

// Runs it once; node i crashes when it has sent crashes[i] messages. Checks all that is promised.
inline Values run_with_crashes(const Inputs& inputs, std::size_t crashes_max, double epsilon,
                               std::size_t rounds, const Stops& crashes,
                               Faults faults = on_time) {
  Network<RoundValue> network(inputs.size(), with_room(), std::move(faults));
  Record record(inputs.size(), "node");
  const Values values =
      approximate(inputs, crashes_max, epsilon, network, stops_after(crashes, record));
  expect_right_questions(record);
  expect_rounds(record, rounds);
  expect_right_traffic(record, network);
  expect_right_values(inputs, epsilon, record, values);
  return values;
}

inline Values run(const Inputs& inputs, std::size_t crashes_max, double epsilon, std::size_t rounds,
                  Faults faults = on_time) {
  return run_with_crashes(inputs, crashes_max, epsilon, rounds,
                          Stops(inputs.size(), kNever), std::move(faults));
}

}  // namespace under_test
