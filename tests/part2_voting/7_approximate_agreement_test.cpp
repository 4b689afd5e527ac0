#include "7_approximate_agreement_test.hpp"

#include <limits>

namespace under_test {
namespace {

// Is not to be asked.
bool nobody_asks(std::size_t, std::size_t, std::size_t) {
  ADD_FAILURE() << "there is nothing to send";
  return true;
}

// ---- Nothing to do ----

TEST(ApproximateAgreement, WithoutNodesThereAreNoValues) {
  EXPLORE {
    Network<RoundValue> network(0);
    EXPECT_EQ(approximate({}, 0, 1, network, nobody_asks), Values());
    EXPECT_EQ(approximate({}, 3, -1, network, nobody_asks), Values());
  };
}

TEST(ApproximateAgreement, OneNodeKeepsItsInput) {
  EXPLORE {
    Network<RoundValue> network(1);
    EXPECT_EQ(approximate({7.5}, 0, 0.001, network, nobody_asks), Values{7.5});
  };
}

TEST(ApproximateAgreement, WhoIsCloseEnoughAlreadySendsNothing) {
  EXPLORE {
    EXPECT_EQ(run({4, 4, 4}, 1, 0.001, 0), (Values{4, 4, 4}));
    EXPECT_EQ(run({4, 5}, 0, 1, 0), (Values{4, 5})) << "within epsilon of each other";
    EXPECT_EQ(run({-3, 5, 0}, 1, 10, 0), (Values{-3, 5, 0}));
  };
}

// ---- Bad input ----

bool refuses(const Inputs& inputs, std::size_t crashes_max, double epsilon, std::size_t nodes) {
  Network<RoundValue> network(nodes);
  return throws<std::invalid_argument>(
      [&] { approximate(inputs, crashes_max, epsilon, network, nobody_asks); });
}

TEST(ApproximateAgreement, MoreThanHalfOfTheNodesHaveToBeLeft) {
  EXPLORE {
    EXPECT_TRUE(refuses({1}, 1, 1, 1));
    EXPECT_TRUE(refuses({1, 2}, 1, 1, 2));
    EXPECT_TRUE(refuses({1, 2, 3}, 2, 1, 3));
    EXPECT_TRUE(refuses({1, 2, 3, 4}, 2, 1, 4));
    EXPECT_TRUE(refuses({1, 2, 3}, 7, 1, 3));
  };
}

TEST(ApproximateAgreement, EpsilonHasToBeAboveZero) {
  EXPLORE {
    EXPECT_TRUE(refuses({1, 1}, 0, 0, 2));
    EXPECT_TRUE(refuses({1, 1}, 0, -0.5, 2));
    EXPECT_TRUE(refuses({1, 1}, 0, std::numeric_limits<double>::quiet_NaN(), 2));
  };
}

TEST(ApproximateAgreement, InputsHaveToBeFinite) {
  EXPLORE {
    const double infinity = std::numeric_limits<double>::infinity();
    EXPECT_TRUE(refuses({1, infinity}, 0, 1, 2));
    EXPECT_TRUE(refuses({-infinity, 1, 1}, 1, 1, 3));
    EXPECT_TRUE(refuses({1, std::numeric_limits<double>::quiet_NaN(), 1}, 1, 1, 3));
  };
}

TEST(ApproximateAgreement, TheNetworkHasToHaveTheSameNodes) {
  EXPLORE {
    EXPECT_TRUE(refuses({1, 2}, 0, 1, 3));
    EXPECT_TRUE(refuses({1, 2, 3}, 1, 1, 2));
  };
}

// ---- The number of rounds: two nodes, which agree exactly after the first. ----

struct Needed {
  double spread;
  double epsilon;
  std::size_t rounds;
};

TEST(ApproximateAgreement, ThereAreAsManyRoundsAsHalvingNeeds) {
  EXPLORE_WITH(.schedules_max = 60, .samples = 20) {
    const std::vector<Needed> all = {{1, 1, 0}, {1.5, 1, 1}, {2, 1, 1},      {2.5, 1, 2},
                                     {4, 1, 2}, {5, 1, 3},   {1, 0.0625, 4}, {1000, 600, 1}};
    const Needed& needed = all.at(choose(all.size()));
    run({needed.spread, 0}, 0, needed.epsilon, needed.rounds);
    run({-3, needed.spread - 3}, 0, needed.epsilon, needed.rounds);
  };
}

TEST(ApproximateAgreement, ThereMayBeManyRounds) {
  EXPLORE_WITH(.schedules_max = 2, .samples = 2) {
    run({0, 1'000}, 0, 0.001, 20);
    run({0, 1'099'511'627'776.0}, 0, 1, 40);
  };
}

// ---- All values come, in any order. ----

TEST(ApproximateAgreement, TwoNodesMeetInTheMiddle) {
  EXPLORE_WITH(.polling_forbidden = true) { EXPECT_EQ(run({0, 8}, 0, 4, 1), (Values{4, 4})); };
}

TEST(ApproximateAgreement, WithoutCrashesAllValuesCount) {
  EXPLORE_WITH(.schedules_max = 300, .samples = 200, .polling_forbidden = true) {
    EXPECT_EQ(run({0, 1, 8}, 0, 4, 1), (Values{4, 4, 4})) << "the midpoint of 0 and 8";
  };
}

// The sum of these is above the largest double, or below the smallest.
TEST(ApproximateAgreement, TheSumOfTwoValuesMayBeTooLarge) {
  EXPLORE_WITH(.schedules_max = 100, .samples = 50) {
    const double huge = 0x1p1023;
    EXPECT_EQ(run({huge, 1.5 * huge}, 0, 0.25 * huge, 1), (Values{1.25 * huge, 1.25 * huge}));
    EXPECT_EQ(run({-huge, -1.5 * huge}, 0, 0.25 * huge, 1), (Values{-1.25 * huge, -1.25 * huge}));
  };
}

TEST(ApproximateAgreement, ValuesMayBeNegativeAndZero) {
  EXPLORE_WITH(.schedules_max = 100, .samples = 50) {
    EXPECT_EQ(run({-8, 8}, 0, 8, 1), (Values{0, 0}));
    EXPECT_EQ(run({-16, -8}, 0, 4, 1), (Values{-12, -12}));
  };
}

TEST(ApproximateAgreement, TwoNodesInSeveralRounds) {
  EXPLORE_WITH(.schedules_max = 300, .samples = 200, .polling_forbidden = true) {
    EXPECT_EQ(run({0, 8}, 0, 1, 3), (Values{4, 4}));
  };
}

TEST(ApproximateAgreement, ThreeNodesOfWhichOneMayCrash) {
  EXPLORE_WITH(.schedules_max = 800, .samples = 400, .polling_forbidden = true) {
    run({0, 8, 16}, 1, 8, 1);
  };
}

TEST(ApproximateAgreement, ThreeNodesInTwoRounds) {
  EXPLORE_WITH(.schedules_max = 500, .samples = 500, .polling_forbidden = true) {
    run({0, 8, 16}, 1, 4, 2);
  };
}

// ---- Crashes and delays, chosen by the explorer. ----

TEST(ApproximateAgreement, OneOfThreeCrashesAnywhere) {
  EXPLORE_WITH(.schedules_max = 500, .samples = 500, .polling_forbidden = true) {
    run_with_crashes({0, 8, 16}, 1, 4, 2, choose_stops(3, 2, 1));
  };
}

TEST(ApproximateAgreement, TwoOfFiveCrashAnywhere) {
  EXPLORE_WITH(.schedules_max = 50, .samples = 150, .polling_forbidden = true) {
    run_with_crashes({0, 16, 8, 4, 12}, 2, 4, 2, choose_stops(5, 2, 2));
  };
}

TEST(ApproximateAgreement, MessagesMayBeLateAndOvertakeOthers) {
  EXPLORE_WITH(.schedules_max = 300, .samples = 400) {
    const ChosenFaults faults({.delays = 2, .overtakings = 2, .late = 1s});
    run({0, 8, 16}, 1, 4, 2, faults);
  };
}

TEST(ApproximateAgreement, CrashesAndDelaysTogether) {
  EXPLORE_WITH(.schedules_max = 200, .samples = 400) {
    const ChosenFaults faults({.delays = 2, .overtakings = 1, .late = 1s});
    run_with_crashes({16, 0, 8}, 1, 4, 2, choose_stops(3, 2, 1), faults);
  };
}

}  // namespace
}  // namespace under_test
