// What the tests of 2.6 share.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "failing_voters.hpp"
#include "interleave/observer.hpp"
#include "stops.hpp"
#include "stopwatch.hpp"
#include "workbook_test.hpp"

namespace under_test {

using Decisions = std::vector<std::optional<int>>;
using Choices = std::vector<int>;

using Known = std::vector<std::set<int>>;  // By voter.

// What each voter knows in the end if each hears of a round exactly what was told in it.
inline Known told_round_by_round(const Choices& choices, const Record& record, std::size_t rounds) {
  Known known;
  for (const int choice : choices) known.push_back({choice});
  for (std::size_t round = 0; round < rounds; ++round) {
    Known next = known;
    for (std::size_t voter = 0; voter < choices.size(); ++voter) {
      for (const Question& question : record.of[voter]) {
        if (question.round != round || !question.goes_on) continue;
        next.at(question.receiver).insert(known[voter].begin(), known[voter].end());
      }
    }
    known = next;
  }
  return known;
}

// What each voter can know at most: whatever has a way to it, in whichever order it was sent.
inline Known told_at_most(const Choices& choices, const Record& record) {
  Known known;
  for (const int choice : choices) known.push_back({choice});
  for (std::size_t again = 0; again < choices.size(); ++again) {
    for (std::size_t voter = 0; voter < choices.size(); ++voter) {
      for (const Question& question : record.of[voter]) {
        if (!question.goes_on) continue;
        known.at(question.receiver).insert(known[voter].begin(), known[voter].end());
      }
    }
  }
  return known;
}

// Who stops decides nothing. Who decides has decided for the smallest number of what it was told,
// and if no more stopped than may, all have decided for the same one.
inline void expect_right_decisions(const Choices& choices, std::size_t failures_max,
                                   const Record& record, const Decisions& decisions) {
  ASSERT_EQ(decisions.size(), choices.size());
  const Known told = told_round_by_round(choices, record, failures_max + 1);
  const Known at_most = told_at_most(choices, record);
  std::set<int> decided;
  for (std::size_t voter = 0; voter < choices.size(); ++voter) {
    EXPECT_EQ(decisions[voter].has_value(), !record.stopped(voter))
        << "voter " << voter << " decides if, and only if, it does not stop";
    if (!decisions[voter]) continue;
    decided.insert(*decisions[voter]);
    EXPECT_LE(*decisions[voter], *told[voter].begin())
        << "voter " << voter << " was told a smaller number than it decides for";
    EXPECT_TRUE(at_most[voter].contains(*decisions[voter]))
        << "nobody has told voter " << voter << " the number " << *decisions[voter];
  }
  if (record.stops() <= failures_max && decided.size() > 1) {
    ADD_FAILURE() << "those who decide do not agree: " << testing::PrintToString(decisions)
                  << stops_in_words(record);
  }
  if (record.stops() == 0) {
    EXPECT_EQ(decided, std::set<int>{*std::min_element(choices.begin(), choices.end())});
  }
}

// Runs it once; voter i stops when it has sent stops[i] messages. Checks all that is promised.
inline Decisions run_with_stops(const Choices& choices, std::size_t failures_max,
                                const Stops& stops) {
  Record record(choices.size(), "voter");
  const Stopwatch stopwatch;
  const Decisions decisions =
      agree_despite_failures(choices, failures_max, stops_after(stops, record));
  EXPECT_EQ(stopwatch.time(), std::chrono::seconds(0)) << "somebody slept, and was not woken";
  expect_right_questions(record);
  expect_right_decisions(choices, failures_max, record, decisions);
  return decisions;
}

inline Decisions run_without_stops(const Choices& choices, std::size_t failures_max) {
  return run_with_stops(choices, failures_max, Stops(choices.size(), kNever));
}

}  // namespace under_test
