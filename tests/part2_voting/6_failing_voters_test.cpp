#include "6_failing_voters_test.hpp"

#include <atomic>
#include <limits>

namespace under_test {
namespace {

// Is not to be asked.
bool nobody_asks(std::size_t, std::size_t, std::size_t) {
  ADD_FAILURE() << "there is nobody to send to";
  return true;
}

// ---- Alone: nobody, or one voter. ----

TEST(FailingVoters, WithoutVotersNothingIsDecided) {
  EXPLORE {
    EXPECT_EQ(agree_despite_failures({}, 0, nobody_asks), Decisions());
    EXPECT_EQ(agree_despite_failures({}, 3, nobody_asks), Decisions());
  };
}

TEST(FailingVoters, OneVoterDecidesForItsOwnNumber) {
  EXPLORE { EXPECT_EQ(agree_despite_failures({7}, 0, nobody_asks), Decisions{7}); };
}

TEST(FailingVoters, SomebodyHasToBeLeft) {
  EXPLORE {
    const auto refuses = [](const Choices& choices, std::size_t failures_max) {
      return throws<std::invalid_argument>(
          [&] { agree_despite_failures(choices, failures_max, nobody_asks); });
    };
    EXPECT_TRUE(refuses({7}, 1));
    EXPECT_TRUE(refuses({7, 8}, 2));
    EXPECT_TRUE(refuses({7, 8, 9}, 4));
  };
}

// ---- Nobody stops: the smallest number of all. ----

TEST(FailingVoters, TwoVotersThatGoOnDecideForTheSmallerNumber) {
  EXPLORE_WITH(.polling_forbidden = true) {
    const std::vector<Choices> all = {{3, 5}, {5, 3}, {4, 4}};
    run_without_stops(all.at(choose(3)), 0);
  };
}

TEST(FailingVoters, EveryNumberMayBeChosen) {
  EXPLORE_WITH(.schedules_max = 200, .samples = 100) {
    using Limits = std::numeric_limits<int>;
    run_without_stops({0, Limits::max(), -1}, 0);
    run_without_stops({Limits::max(), Limits::max()}, 0);
    run_without_stops({Limits::min(), 0}, 0);
  };
}

TEST(FailingVoters, TheSmallestNumberMayBeAnybodys) {
  EXPLORE_WITH(.schedules_max = 200, .samples = 100) {
    Choices choices = {8, 8, 8, 8};
    choices[choose(4)] = 2;
    run_without_stops(choices, choose(3));
  };
}

TEST(FailingVoters, AllButOneMayStopEvenIfNobodyDoes) {
  EXPLORE_WITH(.schedules_max = 100, .samples = 100) { run_without_stops({6, 3, 9}, 2); };
}

// ---- One stops: before, between and after all of its sends. ----

TEST(FailingVoters, OneOfTwoStopsAnywhere) {
  EXPLORE_WITH(.polling_forbidden = true) { run_with_stops({3, 5}, 1, choose_stops(2, 2, 1)); };
}

TEST(FailingVoters, OneOfThreeStopsAnywhere) {
  EXPLORE_WITH(.schedules_max = 8'000, .samples = 500, .polling_forbidden = true) {
    run_with_stops({3, 5, 8}, 1, choose_stops(3, 2, 1));
  };
}

TEST(FailingVoters, OneOfFourStopsAnywhere) {
  EXPLORE_WITH(.schedules_max = 200, .samples = 200, .polling_forbidden = true) {
    run_with_stops({3, 5, 8, 1}, 1, choose_stops(4, 2, 1));
  };
}

// ---- Several stop ----

TEST(FailingVoters, TwoOfThreeStopAnywhere) {
  EXPLORE_WITH(.schedules_max = 300, .samples = 300, .polling_forbidden = true) {
    run_with_stops({3, 5, 8}, 2, choose_stops(3, 3, 2));
  };
}

TEST(FailingVoters, TwoOfFourStopAnywhere) {
  EXPLORE_WITH(.schedules_max = 300, .samples = 300, .polling_forbidden = true) {
    run_with_stops({3, 5, 8, 1}, 2, choose_stops(4, 3, 2));
  };
}

// More than may: it returns all the same, and who has stopped has decided nothing.
TEST(FailingVoters, EvenIfMoreStopThanMayItReturns) {
  EXPLORE_WITH(.schedules_max = 400, .samples = 300) {
    run_with_stops({3, 5, 8}, 1, choose_stops(3, 2, 3));
  };
}

TEST(FailingVoters, EvenIfAllStopItReturns) {
  EXPLORE_WITH(.schedules_max = 300, .samples = 200) {
    const std::size_t first = choose(3);
    const Decisions decisions = run_with_stops({3, 5, 8}, 0, {first % 2, first / 2, 1});
    EXPECT_EQ(decisions, Decisions(3));
  };
}

}  // namespace
}  // namespace under_test
