// The second half of the tests of 2.3, in a file of its own: two files are compiled at the same
// time.
#include <array>
#include <chrono>
#include <memory>

#include "3_barrier_test.hpp"

namespace under_test {
namespace {

// ---- Together: every interleaving. ----

TEST(Barrier, ThreeSeeWhatAllWroteInEachRound) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 300) {
    Barrier barrier(3);
    std::array<std::array<int, 3>, 2> written{};
    const auto meet = [&](std::size_t me) {
      for (std::size_t round = 0; round < 2; ++round) {
        written[round][me] = 1;
        barrier.arrive_and_wait();
        EXPECT_EQ(written[round], (std::array{1, 1, 1})) << "in round " << round;
      }
    };
    together({"anna", [&] { meet(0); }}, {"ben", [&] { meet(1); }}, {"carl", [&] { meet(2); }});
  };
}

// The writes of one round meet the reads of the one before, unless the second barrier holds.
TEST(Barrier, OnePlaceIsWrittenAndReadInTurns) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 300) {
    Barrier barrier(2);
    int number = 0;
    const auto write = [&] {
      for (int round = 1; round <= 2; ++round) {
        number = round;
        wait_times(barrier, 2);
      }
    };
    const auto read = [&] {
      for (int round = 1; round <= 2; ++round) {
        barrier.arrive_and_wait();
        EXPECT_EQ(number, round);
        barrier.arrive_and_wait();
      }
    };
    together({"writer", write}, {"reader", read});
  };
}

TEST(Barrier, TwoDropAtTheSameTimeWhileAnotherWaits) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 300) {
    Barrier barrier(3);
    std::atomic<int> dropped = 0;
    const auto leave = [&] {
      ++dropped;
      barrier.arrive_and_drop();
    };
    const auto stay = [&] {
      barrier.arrive_and_wait();
      EXPECT_EQ(dropped, 2);
      barrier.arrive_and_wait();
    };
    together({"stays", stay}, {"anna leaves", leave}, {"ben leaves", leave});
  };
}

TEST(Barrier, AllThreeLeaveOneAfterTheOther) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 300) {
    Barrier barrier(3);
    std::atomic<int> left = 0;
    const auto stay_for = [&](int rounds) {
      wait_times(barrier, rounds);
      EXPECT_GE(left, rounds);
      ++left;
      barrier.arrive_and_drop();
    };
    together({"anna", [&] { stay_for(0); }}, {"ben", [&] { stay_for(1); }},
             {"carl", [&] { stay_for(2); }});
  };
}

// Whoever comes out last destroys it: no thread is inside any more.
TEST(Barrier, MayBeDestroyedAsSoonAsAllCallsHaveReturned) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 300) {
    auto barrier = std::make_unique<Barrier>(3);
    std::atomic<int> inside = 3;
    const auto leave = [&] {
      if (--inside == 0) barrier.reset();
    };
    const auto meet = [&] {
      barrier->arrive_and_wait();
      leave();
    };
    const auto drop = [&] {
      barrier->arrive_and_drop();
      leave();
    };
    together({"anna", meet}, {"ben", meet}, {"carl drops", drop});
    EXPECT_EQ(barrier, nullptr);
  };
}

TEST(Barrier, WhoWakesWithoutReasonWaitsOn) {
  EXPLORE_WITH(.spurious_wakeups_max = 2) {
    Barrier barrier(2);
    std::atomic<bool> arrives = false;
    const auto early = [&] {
      barrier.arrive_and_wait();
      EXPECT_TRUE(arrives);
    };
    const auto late = [&] {
      until_others_wait();
      arrives = true;
      barrier.arrive_and_wait();
    };
    together({"early", early}, {"late", late});
  };
}

TEST(Barrier, WhoWakesWithoutReasonWaitsOnInEachRound) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 300, .spurious_wakeups_max = 1) {
    Barrier barrier(2);
    std::atomic<int> arrivals = 0;
    const auto meet = [&] {
      for (int round = 1; round <= 2; ++round) {
        ++arrivals;
        barrier.arrive_and_wait();
        EXPECT_GE(arrivals, 2 * round) << "in round " << round;
      }
    };
    together({"anna", meet}, {"ben", meet});
  };
}

TEST(Barrier, TwoBarriersHaveNothingInCommon) {
  EXPLORE {
    Barrier first(2);
    Barrier second(2);
    std::atomic<bool> arrives = false;
    const auto early = [&] {
      first.arrive_and_wait();
      EXPECT_TRUE(arrives);
    };
    const auto elsewhere = [&] { second.arrive_and_wait(); };
    const auto late = [&] {
      until_others_wait();
      second.arrive_and_wait();
      until_others_wait();
      arrives = true;
      first.arrive_and_wait();
    };
    together({"early", early}, {"elsewhere", elsewhere}, {"late", late});
  };
}

// Nobody sleeps longer than until the last one arrives, and no time-out lets anybody through.
TEST(Barrier, WaitingEndsWithTheLastArrivalAndNotLater) {
  EXPLORE_WITH(.polling_forbidden = true) {
    Barrier barrier(2);
    std::chrono::steady_clock::time_point arrival;
    const auto early = [&] {
      barrier.arrive_and_wait();
      EXPECT_TRUE(std::chrono::steady_clock::now() == arrival) << "it went on too late";
    };
    const auto late = [&] {
      until_others_wait();
      arrival = std::chrono::steady_clock::now();
      barrier.arrive_and_wait();
    };
    together({"early", early}, {"late", late});
  };
}

TEST(Barrier, OneThatDropsTakesNoTime) {
  EXPLORE {
    Barrier barrier(2);
    const auto leave = [&] {
      const auto start = std::chrono::steady_clock::now();
      barrier.arrive_and_drop();
      EXPECT_TRUE(std::chrono::steady_clock::now() == start) << "it slept meanwhile";
    };
    together({"stays", [&] { wait_times(barrier, 2); }}, {"leaves", leave});
  };
}

// ---- Many ----

TEST(Barrier, ThereMayBeManyParties) {
  EXPLORE_WITH(.schedules_max = 10, .samples = 10) {
    constexpr int kParties = 300;
    Barrier barrier(kParties);
    std::atomic<int> dropped = 0;
    const auto stay = [&] {
      barrier.arrive_and_wait();
      EXPECT_EQ(dropped, kParties - 1);
    };
    const auto drop = [&] {
      until_others_wait();
      for (int i = 1; i < kParties; ++i) {
        ++dropped;
        barrier.arrive_and_drop();
      }
    };
    together({"stays", stay}, {"others", drop});
  };
}

TEST(Barrier, ThereMayBeManyRounds) {
  EXPLORE_WITH(.schedules_max = 10, .samples = 10, .steps_max = 60'000) {
    constexpr int kRounds = 100;
    Barrier barrier(2);
    std::atomic<int> arrivals = 0;
    const auto meet = [&] {
      for (int round = 1; round <= kRounds; ++round) {
        ++arrivals;
        barrier.arrive_and_wait();
        EXPECT_GE(arrivals, 2 * round) << "in round " << round;
      }
    };
    together({"anna", meet}, {"ben", meet});
  };
}

TEST(Barrier, FiveMeetAndOneAfterTheOtherLeaves) {
  EXPLORE_WITH(.schedules_max = 100, .samples = 100) {
    Barrier barrier(5);
    std::array<std::array<int, 5>, 5> written{};
    const auto stay_for = [&](std::size_t rounds) {
      for (std::size_t round = 0; round < rounds; ++round) {
        written[round][rounds] = 1;
        barrier.arrive_and_wait();
        for (std::size_t other = round + 1; other < 5; ++other) {
          EXPECT_EQ(written[round][other], 1) << "in round " << round;
        }
      }
      barrier.arrive_and_drop();
    };
    together({"anna", [&] { stay_for(0); }}, {"ben", [&] { stay_for(1); }},
             {"carl", [&] { stay_for(2); }}, {"dora", [&] { stay_for(3); }},
             {"emil", [&] { stay_for(4); }});
  };
}

TEST(Barrier, ThreeHundredRoundsAreNotTooMany) {
  EXPLORE_WITH(.schedules_max = 2, .samples = 2, .steps_max = 60'000) {
    Barrier barrier(2);
    const auto meet = [&] { wait_times(barrier, 300); };
    together({"anna", meet}, {"ben", meet});
  };
}

}  // namespace
}  // namespace under_test
