#include "5_early_messages_test.hpp"

#include <array>
#include <atomic>
#include <limits>

namespace under_test {
namespace {

// ---- Alone: nobody, or one voter. ----

TEST(EarlyMessages, WithoutVotersNothingIsDecided) {
  EXPLORE {
    std::atomic<int> calls = 0;
    EXPECT_EQ(agree(0, 3, [&](auto, auto) { return ++calls; }), Decisions());
    EXPECT_EQ(calls, 0);
  };
}

TEST(EarlyMessages, WithoutRoundsNothingIsDecided) {
  EXPLORE {
    std::atomic<int> calls = 0;
    EXPECT_EQ(agree(2, 0, [&](auto, auto) { return ++calls; }), Decisions(2));
    EXPECT_EQ(calls, 0);
  };
}

TEST(EarlyMessages, OneVoterDecidesWhatItChooses) {
  EXPLORE {
    const Table numbers = {{7}, {-7}, {0}};
    EXPECT_EQ(agree(1, 3, from(numbers)), (Decisions{{7, -7, 0}}));
  };
}

// ---- The rule, in one round. ----

TEST(EarlyMessages, MostVotesWin) {
  EXPLORE_WITH(.schedules_max = 300, .samples = 200) { expect_agreement({{9, 3, 9}}); };
}

TEST(EarlyMessages, TiesGoToTheSmallestNumber) {
  EXPLORE_WITH(.schedules_max = 300, .samples = 100) {
    const Table all = {{5, 2}, {2, 5}};
    expect_agreement({all.at(choose(2))});
  };
}

TEST(EarlyMessages, TiesOfTheMostVotesGoToTheSmallestOfThem) {
  EXPLORE_WITH(.schedules_max = 50, .samples = 50) { expect_agreement({{8, 4, 1, 8, 4}}); };
}

TEST(EarlyMessages, EveryNumberMayBeChosen) {
  EXPLORE_WITH(.schedules_max = 200, .samples = 100) {
    constexpr int kMin = std::numeric_limits<int>::min();
    constexpr int kMax = std::numeric_limits<int>::max();
    expect_agreement({{kMax, kMin}, {-1, -1}, {0, 0}});
  };
}

TEST(EarlyMessages, TheNumberOfEachVoterCounts) {
  EXPLORE_WITH(.schedules_max = 50, .samples = 50) {
    for (std::size_t voter = 0; voter < 3; ++voter) {
      std::vector<int> numbers(3, 5);
      numbers[voter] = 1;
      numbers[(voter + 1) % 3] = 1;
      expect_agreement({numbers});
    }
  };
}

// ---- Rounds ----

TEST(EarlyMessages, TwoVotersAgreeInThreeRounds) {
  EXPLORE_WITH(.schedules_max = 400, .samples = 200, .polling_forbidden = true) {
    expect_agreement({{1, 2}, {6, 5}, {3, 3}});
  };
}

// With three voters, one message can be early.
TEST(EarlyMessages, ThreeVotersAgreeInTwoRounds) {
  EXPLORE_WITH(.schedules_max = 1'000, .samples = 500, .polling_forbidden = true) {
    expect_agreement({{2, 1, 2}, {3, 4, 4}});
  };
}

// With four voters, two messages can be early for the same voter.
TEST(EarlyMessages, FourVotersAgreeInTwoRounds) {
  EXPLORE_WITH(.schedules_max = 300, .samples = 700, .polling_forbidden = true) {
    expect_agreement({{6, 7, 8, 9}, {4, 3, 2, 2}});
  };
}

TEST(EarlyMessages, EachVoterChoosesOnceInEachRound) {
  EXPLORE_WITH(.schedules_max = 200, .samples = 100) {
    std::array<std::array<std::atomic<int>, 2>, 2> calls{};
    agree(2, 2, [&](std::size_t voter, std::size_t round) { return ++calls.at(voter).at(round); });
    for (const auto& of_voter : calls) {
      for (const auto& count : of_voter) EXPECT_EQ(count, 1);
    }
  };
}

// Who decides has a number of everybody. So nobody can be two rounds ahead.
TEST(EarlyMessages, NobodyChoosesBeforeAllHaveChosenInTheRoundBefore) {
  EXPLORE_WITH(.schedules_max = 400, .samples = 200) {
    std::atomic<std::size_t> chosen = 0;
    agree(2, 3, [&](std::size_t voter, std::size_t round) {
      const std::size_t so_far = chosen;
      EXPECT_GE(so_far, 2 * round) << "voter " << voter << " chooses for round " << round;
      ++chosen;
      return 0;
    });
  };
}

}  // namespace
}  // namespace under_test
