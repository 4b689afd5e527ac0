// The second half of the tests of 2.2: more voters, and several calls.
#include "2_voting_round_test.hpp"

namespace under_test {
namespace {

TEST(Vote, FourVotersWithRoomForOneMessage) {
  EXPLORE_WITH(.schedules_max = 800, .samples = 500, .polling_forbidden = true) {
    expect_all_decide(1, {3, 1, 3, 1}, 1);
  };
}

// The places of the two numbers are a choice, too.
TEST(Vote, FiveVotersWithEveryPlaceOfTheWinner) {
  EXPLORE_WITH(.schedules_max = 300, .samples = 300, .polling_forbidden = true) {
    Choices choices = {4, 4, 7, 7, 7};
    std::swap(choices[0], choices[choose(5)]);
    std::swap(choices[1], choices[1 + choose(4)]);
    expect_all_decide(7, choices, 2);
  };
}

TEST(Vote, TenVotersWithAnyRoom) {
  EXPLORE_WITH(.schedules_max = 50, .samples = 50, .polling_forbidden = true) {
    expect_all_decide(250, {900, 250, 1000, 250, 900, 3, 0, 250, 900, 617}, 1 + choose(10));
  };
}

// Three votes decide it, and the last two still want to be sent.
TEST(Vote, WhoHasDecidedReadsTheRest) {
  EXPLORE_WITH(.schedules_max = 50, .samples = 50, .polling_forbidden = true) {
    expect_all_decide(4, {4, 4, 4, 4, 4}, 1);
  };
}

TEST(Vote, TwoCallsDoNotDisturbEachOther) {
  EXPLORE_WITH(.schedules_max = 300, .samples = 300) {
    std::vector<int> left;
    std::vector<int> right;
    together({"left",
              [&] {
                left = vote({2, 1}, 1);
              }},
             {"right", [&] {
                right = vote({4, 3}, 2);
              }});
    EXPECT_EQ(left, (std::vector{1, 1}));
    EXPECT_EQ(right, (std::vector{3, 3}));
  };
}

TEST(Vote, ASecondCallKnowsNothingOfTheFirst) {
  EXPLORE_WITH(.schedules_max = 100, .samples = 100) {
    expect_all_decide(1, {1, 1, 2}, 1);
    expect_all_decide(2, {2, 3}, 2);
  };
}

}  // namespace
}  // namespace under_test
