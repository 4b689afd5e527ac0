// The second half of the tests of 2.1: more voters, other numbers, several calls.
#include <limits>

#include "1_all_to_all_test.hpp"

namespace under_test {
namespace {

// Returns `n` different numbers, in no order.
Choices some_choices(std::size_t n) {
  Choices choices;
  for (std::size_t i = 0; i < n; ++i) choices.push_back(static_cast<int>(i * 617 % 1001));
  return choices;
}

TEST(AllToAll, FourVotersWithMoreRoom) {
  EXPLORE_WITH(.schedules_max = 300, .samples = 200, .polling_forbidden = true) {
    expect_all_hear_all({3, 5, 8, 1}, 2 + choose(3));
  };
}

TEST(AllToAll, FiveVotersWithLittleRoom) {
  EXPLORE_WITH(.schedules_max = 300, .samples = 300, .polling_forbidden = true) {
    expect_all_hear_all(some_choices(5), 1 + choose(2));
  };
}

TEST(AllToAll, TenVotersWithRoomForOneNumber) {
  EXPLORE_WITH(.schedules_max = 50, .samples = 50, .polling_forbidden = true) {
    expect_all_hear_all(some_choices(10), 1);
  };
}

TEST(AllToAll, TenVotersWithAnyRoom) {
  EXPLORE_WITH(.schedules_max = 50, .samples = 50, .polling_forbidden = true) {
    expect_all_hear_all(some_choices(10), 2 + choose(9));
  };
}

TEST(AllToAll, TwoVotersWithMoreRoomThanNumbers) {
  EXPLORE_WITH(.polling_forbidden = true) { expect_all_hear_all({6, 7}, 5); };
}

TEST(AllToAll, VotersMayChooseTheSameNumber) {
  EXPLORE_WITH(.schedules_max = 200, .samples = 100) { expect_all_hear_all({4, 4, 4}, 1); };
}

TEST(AllToAll, VotersMayChooseAnyNumber) {
  using Limits = std::numeric_limits<int>;
  EXPLORE_WITH(.schedules_max = 200, .samples = 100) {
    expect_all_hear_all({Limits::min(), -1, Limits::max(), 0}, 1);
  };
}

// Each call has inboxes of its own.
TEST(AllToAll, TwoCallsDoNotDisturbEachOther) {
  EXPLORE_WITH(.schedules_max = 500, .samples = 300) {
    Rows left;
    Rows right;
    together({"left",
              [&] {
                left = all_to_all({1, 2}, 1);
              }},
             {"right", [&] {
                right = all_to_all({3, 4}, 2);
              }});
    EXPECT_EQ(left, (Rows{{2}, {1}}));
    EXPECT_EQ(right, (Rows{{4}, {3}}));
  };
}

TEST(AllToAll, ASecondCallIsLikeTheFirst) {
  EXPLORE_WITH(.schedules_max = 200, .samples = 100) {
    expect_all_hear_all({1, 2}, 1);
    expect_all_hear_all({5, 6, 7}, 2);
  };
}

}  // namespace
}  // namespace under_test
