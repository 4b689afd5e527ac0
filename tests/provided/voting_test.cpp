// Who wins.
#include "provided/voting.hpp"

#include <algorithm>
#include <limits>

#include "workbook_test.hpp"

namespace under_test {
namespace {

TEST(Winner, IsTheNumberWithTheMostVotes) {
  EXPECT_EQ(winner({7}), 7);
  EXPECT_EQ(winner({3, 5, 5}), 5);
  EXPECT_EQ(winner({9, 1, 9, 1, 9}), 9);
}

TEST(Winner, TiesGoToTheSmallestNumber) {
  EXPECT_EQ(winner({5, 3}), 3);
  EXPECT_EQ(winner({8, 2, 8, 2, 1}), 2);
  EXPECT_EQ(winner({0, -1}), -1);
}

TEST(Winner, IsTheSameInEveryOrder) {
  std::vector<int> votes = {1, 2, 2, 3, 3};
  do {
    EXPECT_EQ(winner(votes), 2);
  } while (std::next_permutation(votes.begin(), votes.end()));
}

TEST(Winner, MayBeAnyNumber) {
  using Limits = std::numeric_limits<int>;
  EXPECT_EQ(winner({Limits::max(), Limits::min()}), Limits::min());
  EXPECT_EQ(winner({Limits::max(), Limits::min(), Limits::max()}), Limits::max());
}

TEST(Winner, NeedsAVote) {
  EXPECT_TRUE(throws<std::invalid_argument>([] { winner({}); }));
}

}  // namespace
}  // namespace under_test
