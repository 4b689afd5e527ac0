// The ballot box that 3.4 stands on. The tests of 3.2 try their own; these are the short form.
#include "provided/ballot_box.hpp"

#include <chrono>
#include <stdexcept>
#include <thread>

#include "stopwatch.hpp"
#include "workbook_test.hpp"

namespace under_test {
namespace {

using namespace std::chrono_literals;

// Whether this is what wait() returns when it may wait for so long. An Outcome has no words here.
bool comes_to(BallotBox& box, Outcome outcome, std::chrono::nanoseconds time = 0ns) {
  return box.wait(std::chrono::steady_clock::now() + time) == outcome;
}

TEST(ProvidedBallotBox, RefusesAClusterWithoutServers) {
  EXPLORE {
    EXPECT_TRUE(throws<std::invalid_argument>([] { BallotBox box(0, 5); }));
  };
}

TEST(ProvidedBallotBox, EachServerCountsOnceAndInItsTermOnly) {
  EXPLORE {
    BallotBox box(4, 5);
    for (int copy = 0; copy < 3; ++copy) box.record(0, 5, true);
    box.record(1, 4, true);
    box.record(1, 5, true);
    box.record(2, 5, false);
    EXPECT_TRUE(comes_to(box, Outcome::kTimedOut)) << "two of four have granted";
    box.record(3, 5, true);
    box.abandon();
    EXPECT_TRUE(comes_to(box, Outcome::kWon));
  };
}

TEST(ProvidedBallotBox, HalfOfTheClusterCanRefuse) {
  EXPLORE {
    BallotBox box(4, 5);
    box.record(0, 5, true);
    box.record(1, 5, false);
    EXPECT_TRUE(comes_to(box, Outcome::kTimedOut));
    box.record(2, 5, false);
    EXPECT_TRUE(comes_to(box, Outcome::kLost));
  };
}

TEST(ProvidedBallotBox, AllWhoWaitHearTheSameAtOnce) {
  EXPLORE_WITH(.polling_forbidden = true) {
    BallotBox box(3, 5);
    const Outcome outcome = choose(2) == 0 ? Outcome::kWon : Outcome::kAbandoned;
    const auto wait = [&] {
      const Stopwatch stopwatch;
      EXPECT_TRUE(comes_to(box, Outcome::kTimedOut, 5ms));
      EXPECT_TRUE(comes_to(box, outcome, 1h));
      EXPECT_EQ(stopwatch.time(), Elapsed(10ms));
    };
    const auto decide = [&] {
      std::this_thread::sleep_for(10ms);
      box.record(0, 5, true);
      outcome == Outcome::kWon ? box.record(1, 5, true) : box.abandon();
    };
    together({"anna", wait}, {"ben", wait}, {"decides", decide});
  };
}

}  // namespace
}  // namespace under_test
