#include "4_lockstep_consensus_test.hpp"

#include <array>
#include <atomic>
#include <limits>

namespace under_test {
namespace {

// ---- Alone: nobody, or one voter. ----

TEST(LockstepConsensus, WithoutVotersNothingIsDecided) {
  EXPLORE {
    std::atomic<int> calls = 0;
    EXPECT_EQ(agree(0, 3, [&](auto, auto) { return ++calls; }), Decisions());
    EXPECT_EQ(calls, 0);
  };
}

TEST(LockstepConsensus, WithoutRoundsNothingIsDecided) {
  EXPLORE {
    std::atomic<int> calls = 0;
    EXPECT_EQ(agree(2, 0, [&](auto, auto) { return ++calls; }), Decisions(2));
    EXPECT_EQ(calls, 0);
  };
}

TEST(LockstepConsensus, OneVoterDecidesWhatItChooses) {
  EXPLORE { expect_agreement({{7}, {-7}, {0}}); };
}

// ---- The rule ----

TEST(LockstepConsensus, MostVotesWin) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 200) { expect_agreement({{9, 3, 9}}); };
}

TEST(LockstepConsensus, TiesGoToTheSmallestNumber) {
  EXPLORE {
    const Table all = {{5, 2}, {2, 5}};
    expect_agreement({all.at(choose(2))});
  };
}

TEST(LockstepConsensus, TiesOfTheMostVotesGoToTheSmallestOfThem) {
  EXPLORE_WITH(.schedules_max = 100, .samples = 100) { expect_agreement({{8, 4, 1, 8, 4}}); };
}

TEST(LockstepConsensus, EveryNumberMayBeChosen) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 200) {
    constexpr int kMin = std::numeric_limits<int>::min();
    constexpr int kMax = std::numeric_limits<int>::max();
    expect_agreement({{kMax, kMin}, {-1, -1}});
  };
}

TEST(LockstepConsensus, WhateverTwoChooseIsDecidedByTheRule) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 200) {
    const int first = static_cast<int>(choose(3));
    const int second = static_cast<int>(choose(3));
    expect_agreement({{first, second}});
  };
}

TEST(LockstepConsensus, TheNumberOfEachVoterCounts) {
  EXPLORE_WITH(.schedules_max = 60, .samples = 60) {
    for (std::size_t voter = 0; voter < 3; ++voter) {
      std::vector<int> numbers(3, 5);
      numbers[voter] = 1;
      numbers[(voter + 1) % 3] = 1;
      expect_agreement({numbers});
    }
  };
}

// ---- Rounds ----

TEST(LockstepConsensus, EachRoundIsDecidedByItsOwnNumbers) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 200) { expect_agreement({{4, 4}, {6, 5}}); };
}

TEST(LockstepConsensus, TwoVotersAgreeInThreeRounds) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 200) {
    expect_agreement({{1, 2}, {6, 5}, {3, 3}});
  };
}

TEST(LockstepConsensus, ThreeVotersAgreeInTwoRounds) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 200) { expect_agreement({{2, 1, 2}, {3, 4, 4}}); };
}

TEST(LockstepConsensus, EachVoterChoosesOnceInEachRound) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 200) {
    std::array<std::array<std::atomic<int>, 2>, 2> calls{};
    agree(2, 2, [&](std::size_t voter, std::size_t round) { return ++calls.at(voter).at(round); });
    for (const auto& of_voter : calls) {
      for (const auto& count : of_voter) EXPECT_EQ(count, 1);
    }
  };
}

TEST(LockstepConsensus, NobodyChoosesBeforeAllHaveChosenInTheRoundBefore) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 200) {
    std::atomic<std::size_t> chosen = 0;
    agree(2, 3, [&](std::size_t voter, std::size_t round) {
      EXPECT_GE(chosen, 2 * round) << "voter " << voter << " chooses for round " << round;
      ++chosen;
      return 0;
    });
  };
}

}  // namespace
}  // namespace under_test
