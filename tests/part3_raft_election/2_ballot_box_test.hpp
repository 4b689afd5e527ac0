// What the tests of 3.2 share.
#pragma once

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "ballot_box.hpp"
#include "stopwatch.hpp"
#include "workbook_test.hpp"

namespace under_test {

using std::chrono_literals::operator""h;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""ns;
using std::chrono_literals::operator""s;
using std::chrono_literals::operator""us;
using std::this_thread::sleep_for;

// The term of the elections here.
constexpr Term kTerm = 5;

// Returns "won", "lost", "timed out" or "abandoned".
inline std::string in_words(Outcome outcome) {
  switch (outcome) {
    case Outcome::kWon:
      return "won";
    case Outcome::kLost:
      return "lost";
    case Outcome::kTimedOut:
      return "timed out";
    case Outcome::kAbandoned:
      return "abandoned";
  }
  return "no outcome";
}

// Waits for so long.
inline std::string outcome_within(BallotBox& box, std::chrono::nanoseconds time) {
  return in_words(box.wait(std::chrono::steady_clock::now() + time));
}

// Waits longer than any test takes.
inline std::string outcome_of(BallotBox& box) { return outcome_within(box, 1000h); }

// Does not wait: returns what is decided by now, or "timed out".
inline std::string outcome_now(BallotBox& box) { return outcome_within(box, 0ns); }

// Records replies of so many servers, from server 0 on. Each letter is a reply: y grants, n does
// not.
inline void record_all(BallotBox& box, const std::string& replies) {
  ServerId from = 0;
  for (const char reply : replies) box.record(from++, kTerm, reply == 'y');
}

}  // namespace under_test
