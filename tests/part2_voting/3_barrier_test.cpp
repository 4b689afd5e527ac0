#include "3_barrier_test.hpp"

#include <stdexcept>

namespace under_test {
namespace {

// ---- Alone: one thread. ----

TEST(Barrier, RefusesToHaveNoParties) {
  EXPLORE {
    EXPECT_TRUE(throws<std::invalid_argument>([] { Barrier barrier(0); }));
  };
}

TEST(Barrier, OnePartyNeverWaits) {
  EXPLORE {
    Barrier barrier(1);
    wait_times(barrier, 5);
  };
}

TEST(Barrier, OneThatDropsDoesNotWait) {
  EXPLORE {
    Barrier barrier(3);
    drop_times(barrier, 2);
    barrier.arrive_and_wait();
  };
}

TEST(Barrier, OneThatDroppedIsNotExpectedLater) {
  EXPLORE {
    Barrier barrier(3);
    drop_times(barrier, 2);
    wait_times(barrier, 4);
  };
}

TEST(Barrier, TheOnlyPartyMayDrop) {
  EXPLORE {
    Barrier barrier(1);
    wait_times(barrier, 2);
    barrier.arrive_and_drop();
  };
}

TEST(Barrier, AllMayDrop) {
  EXPLORE {
    Barrier barrier(3);
    drop_times(barrier, 3);
  };
}

// ---- Together: every interleaving. ----

TEST(Barrier, NobodyGoesOnBeforeBothHaveArrived) {
  EXPLORE_WITH(.polling_forbidden = true) {
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

TEST(Barrier, TheLastToArriveLetsAllGoOn) {
  EXPLORE_WITH(.polling_forbidden = true) {
    Barrier barrier(3);
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
    together({"anna", early}, {"ben", early}, {"carl", late});
  };
}

TEST(Barrier, TwoMeetInEachRound) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 300) {
    Barrier barrier(2);
    std::atomic<int> annas_round = 0;
    std::atomic<int> bens_round = 0;
    const auto meet = [&](std::atomic<int>& mine, std::atomic<int>& other) {
      for (int round = 1; round <= 2; ++round) {
        mine = round;
        barrier.arrive_and_wait();
        EXPECT_GE(other, round) << "in round " << round;
      }
    };
    together({"anna", [&] { meet(annas_round, bens_round); }},
             {"ben", [&] { meet(bens_round, annas_round); }});
  };
}

TEST(Barrier, WhatBothWroteBeforeIsSeenAfterwards) {
  EXPLORE {
    Barrier barrier(2);
    int annas = 0;
    int bens = 0;
    const auto anna = [&] {
      annas = 1;
      barrier.arrive_and_wait();
      EXPECT_EQ(bens, 2);
    };
    const auto ben = [&] {
      bens = 2;
      barrier.arrive_and_wait();
      EXPECT_EQ(annas, 1);
    };
    together({"anna", anna}, {"ben", ben});
  };
}

// ---- Together, with one that drops. ----

TEST(Barrier, OneThatDropsLastLetsTheOtherGoOn) {
  EXPLORE_WITH(.polling_forbidden = true) {
    Barrier barrier(2);
    std::atomic<bool> drops = false;
    const auto stay = [&] {
      barrier.arrive_and_wait();
      EXPECT_TRUE(drops);
    };
    const auto leave = [&] {
      until_others_wait();
      drops = true;
      barrier.arrive_and_drop();
    };
    together({"stays", stay}, {"leaves", leave});
  };
}

TEST(Barrier, OneThatDropsLastLetsAllGoOn) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 300, .polling_forbidden = true) {
    Barrier barrier(3);
    const auto leave = [&] {
      until_others_wait();
      barrier.arrive_and_drop();
    };
    together({"anna stays", [&] { wait_times(barrier, 2); }},
             {"ben stays", [&] { wait_times(barrier, 2); }}, {"carl leaves", leave});
  };
}

TEST(Barrier, OneThatDropsFirstCountsInThisRoundOnly) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 300) {
    Barrier barrier(3);
    std::atomic<int> arrived = 0;
    const auto stay = [&] {
      for (int round = 1; round <= 2; ++round) {
        ++arrived;
        barrier.arrive_and_wait();
        EXPECT_GE(arrived, 2 * round) << "in round " << round;
      }
    };
    barrier.arrive_and_drop();
    together({"anna", stay}, {"ben", stay});
  };
}

TEST(Barrier, OneLeavesInTheSecondRoundAndTheOtherGoesOnAlone) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 300) {
    Barrier barrier(2);
    const auto leave = [&] {
      barrier.arrive_and_wait();
      barrier.arrive_and_drop();
    };
    together({"stays", [&] { wait_times(barrier, 4); }}, {"leaves", leave});
  };
}

TEST(Barrier, WhatTheOneThatDropsWroteIsSeenAfterwards) {
  EXPLORE {
    Barrier barrier(2);
    int last_words = 0;
    const auto stay = [&] {
      barrier.arrive_and_wait();
      EXPECT_EQ(last_words, 7);
    };
    const auto leave = [&] {
      last_words = 7;
      barrier.arrive_and_drop();
    };
    together({"stays", stay}, {"leaves", leave});
  };
}

}  // namespace
}  // namespace under_test
