#include "2_voting_round_test.hpp"

#include <limits>

namespace under_test {
namespace {

// ---- One voter, and none. ----

TEST(Vote, OneVoterDecidesForItsOwnNumber) {
  EXPLORE { EXPECT_EQ(vote({7}, 1), (std::vector{7})); };
}

TEST(Vote, WithoutVotersNobodyDecides) {
  EXPLORE { EXPECT_EQ(vote({}, 1), std::vector<int>()); };
}

// ---- The rule: with few schedules, whatever the order of the messages is. ----

TEST(Vote, TwoVotersWithOneNumberDecideForIt) {
  EXPLORE_WITH(.polling_forbidden = true) { expect_all_decide(4, {4, 4}, 1); };
}

TEST(Vote, TwoVotersWithTwoNumbersDecideForTheSmaller) {
  EXPLORE_WITH(.polling_forbidden = true) { expect_all_decide(3, {5, 3}, 1); };
}

TEST(Vote, MostVotesWin) {
  EXPLORE_WITH(.schedules_max = 800, .samples = 200, .polling_forbidden = true) {
    expect_all_decide(8, {8, 3, 8}, 2);
  };
}

// Without its own vote, the second voter would see a tie.
TEST(Vote, AVotersOwnVoteCounts) {
  EXPLORE_WITH(.schedules_max = 400, .samples = 200) { expect_all_decide(9, {1, 9, 9}, 2); };
}

TEST(Vote, IfAllAreDifferentTheSmallestWins) {
  EXPLORE_WITH(.schedules_max = 800, .samples = 400, .polling_forbidden = true) {
    expect_all_decide(2, {6, 2, 4}, 1);
  };
}

TEST(Vote, OfTwoNumbersWithTwoVotesEachTheSmallerWins) {
  EXPLORE_WITH(.schedules_max = 800, .samples = 400, .polling_forbidden = true) {
    expect_all_decide(5, {7, 5, 7, 5}, 1);
  };
}

TEST(Vote, MostVotesWinOverASmallerNumber) {
  EXPLORE_WITH(.schedules_max = 200, .samples = 100) { expect_all_decide(6, {1, 6, 2, 6}, 3); };
}

// No number has more than half of the votes, and the winner's votes are apart.
TEST(Vote, MostVotesNeedNotBeMoreThanHalf) {
  EXPLORE_WITH(.schedules_max = 100, .samples = 100) {
    expect_all_decide(700, {700, 900, 800, 700, 600}, 2);
  };
}

TEST(Vote, NumbersMayBeNegativeOrZero) {
  EXPLORE_WITH(.schedules_max = 100, .samples = 50) {
    expect_all_decide(-2, {0, -2, -1}, 1);
    expect_all_decide(0, {0, -1, 0}, 1);
    expect_all_decide(-1, {-1, 5}, 1);
  };
}

TEST(Vote, NumbersMayBeTheLargestAndTheSmallestThereAre) {
  using Limits = std::numeric_limits<int>;
  EXPLORE_WITH(.schedules_max = 100, .samples = 50) {
    expect_all_decide(Limits::max(), {Limits::max(), Limits::min(), Limits::max()}, 1);
    expect_all_decide(Limits::min(), {Limits::max(), Limits::min()}, 1);
  };
}

// ---- Bad input. ----

TEST(Vote, InboxesWithoutRoomAreRefused) {
  EXPLORE {
    EXPECT_TRUE(throws<std::invalid_argument>([] { vote({3, 5}, 0); }));
    EXPECT_TRUE(throws<std::invalid_argument>([] { vote({}, 0); }));
  };
}

}  // namespace
}  // namespace under_test
