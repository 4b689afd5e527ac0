// What the tests of agreement in spite of failures share, 2.6 and 2.7: who stops in the middle of
// its sends, and what each was asked before it sent.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "provided/voting.hpp"
#include "workbook_test.hpp"

namespace under_test {

// Where somebody stops: when it has sent so many messages, before the next one. One that has sent
// them all does not stop.
using Stops = std::vector<std::size_t>;
constexpr std::size_t kNever = 1'000'000;

// One question that was put to goes_on, and the answer.
struct Question {
  std::size_t round;
  std::size_t receiver;
  bool goes_on;
};

// What each sender was asked. A sender writes its own row only, so this adds no step to a schedule;
// the test reads it when all are done.
struct Record {
  // `name` is what a sender is called: "voter", "node".
  Record(std::size_t senders, std::string name) : of(senders), name(std::move(name)) {}

  std::size_t senders() const { return of.size(); }
  bool stopped(std::size_t sender) const {
    return !of[sender].empty() && !of[sender].back().goes_on;
  }
  std::size_t stops() const {
    std::size_t n = 0;
    for (std::size_t sender = 0; sender < senders(); ++sender) n += stopped(sender) ? 1 : 0;
    return n;
  }

  std::vector<std::vector<Question>> of;  // Of each sender, in the order in which it was asked.
  const std::string name;
};

// Returns who stopped where, a line for each: "voter 0 stopped in round 1, before its send to voter
// 2".
inline std::string stops_in_words(const Record& record) {
  std::string text;
  for (std::size_t sender = 0; sender < record.senders(); ++sender) {
    if (!record.stopped(sender)) continue;
    const Question& last = record.of[sender].back();
    text += "\n" + record.name + " " + std::to_string(sender) + " stopped in round " +
            std::to_string(last.round) + ", before its send to " + record.name + " " +
            std::to_string(last.receiver);
  }
  return text;
}

// A GoesOn that keeps a record, and stops sender i when it has sent stops[i] messages.
inline GoesOn stops_after(const Stops& stops, Record& record) {
  return [stops, &record](std::size_t sender, std::size_t round, std::size_t receiver) {
    std::vector<Question>& asked = record.of.at(sender);
    const bool goes_on = asked.size() < stops.at(sender);
    asked.push_back({round, receiver, goes_on});
    return goes_on;
  };
}

// Each sender was asked for each other one in each round, in the order of the rounds; one that
// stops was asked so until then, and not again.
inline void expect_right_questions(const Record& record) {
  const std::size_t others = record.senders() - 1;
  for (std::size_t sender = 0; sender < record.senders(); ++sender) {
    const std::string name = record.name + " " + std::to_string(sender);
    const std::vector<Question>& asked = record.of[sender];
    std::set<std::size_t> receivers;
    for (std::size_t i = 0; i < asked.size(); ++i) {
      EXPECT_EQ(asked[i].round, i / others) << "in call " << i + 1 << " for " << name;
      if (i % others == 0) receivers.clear();
      EXPECT_NE(asked[i].receiver, sender) << "it does not send to itself";
      EXPECT_LE(asked[i].receiver, others);
      EXPECT_TRUE(receivers.insert(asked[i].receiver).second)
          << name << " sends to " << asked[i].receiver << " twice in a round";
      if (i + 1 < asked.size()) {
        EXPECT_TRUE(asked[i].goes_on) << name << " has stopped and is asked again";
      }
    }
  }
}

// Whoever did not stop was asked for all sends of so many rounds.
inline void expect_rounds(const Record& record, std::size_t rounds) {
  const std::size_t others = record.senders() - 1;
  for (std::size_t sender = 0; sender < record.senders(); ++sender) {
    if (record.stopped(sender)) continue;
    EXPECT_EQ(record.of[sender].size(), rounds * others)
        << "so often goes_on was called for " << record.name << " " << sender;
  }
}

// Any sender, or none, stops before any one of its sends: each is a schedule of its own.
inline Stops choose_stops(std::size_t senders, std::size_t rounds, std::size_t stops_max) {
  const std::size_t sends = rounds * (senders - 1);
  Stops stops(senders, kNever);
  for (std::size_t i = 0; i < stops_max; ++i) {
    const std::size_t chosen = choose(senders * sends + 1);
    if (chosen == senders * sends) break;
    stops[chosen / sends] = chosen % sends;
  }
  return stops;
}

}  // namespace under_test
