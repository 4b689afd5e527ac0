#include "1_all_to_all_test.hpp"

namespace under_test {
namespace {

// ---- Nobody to talk to. ----

TEST(AllToAll, OneVoterHearsNothing) {
  EXPLORE { EXPECT_EQ(all_to_all({7}, 1), Rows(1)); };
}

TEST(AllToAll, WithoutVotersThereIsNothingToTell) {
  EXPLORE { EXPECT_EQ(all_to_all({}, 1), Rows()); };
}

// ---- Few voters: every schedule, unless the answer has too many. ----

TEST(AllToAll, TwoVotersTellEachOther) {
  EXPLORE_WITH(.polling_forbidden = true) { expect_all_hear_all({3, 5}, 1); };
}

TEST(AllToAll, ThreeVotersWithRoomForAllNumbers) {
  EXPLORE_WITH(.polling_forbidden = true) { expect_all_hear_all({3, 5, 8}, 2); };
}

TEST(AllToAll, ThreeVotersWithRoomForOneNumber) {
  EXPLORE_WITH(.schedules_max = 1'000, .samples = 500, .polling_forbidden = true) {
    expect_all_hear_all({3, 5, 8}, 1);
  };
}

// Some circles need four voters.
TEST(AllToAll, FourVotersWithRoomForOneNumber) {
  EXPLORE_WITH(.schedules_max = 1'500, .samples = 700, .polling_forbidden = true) {
    expect_all_hear_all({3, 5, 8, 1}, 1);
  };
}

// ---- Bad input. ----

TEST(AllToAll, InboxesWithoutRoomAreRefused) {
  EXPLORE {
    EXPECT_TRUE(throws<std::invalid_argument>([] { all_to_all({3, 5}, 0); }));
    EXPECT_TRUE(throws<std::invalid_argument>([] { all_to_all({7}, 0); }));
  };
}

TEST(AllToAll, InboxesWithoutRoomAreRefusedEvenWithoutVoters) {
  EXPLORE {
    EXPECT_TRUE(throws<std::invalid_argument>([] { all_to_all({}, 0); }));
  };
}

}  // namespace
}  // namespace under_test
