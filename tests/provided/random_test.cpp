// Numbers and durations from a seed.
#include "provided/random.hpp"

#include <chrono>
#include <set>

#include "workbook_test.hpp"

namespace under_test {
namespace {

using namespace std::chrono_literals;

// The published generator's first numbers for the seed 0.
TEST(Random, NumbersAreThoseOfSplitMix64) {
  Random random(0);
  EXPECT_EQ(random(), 0xe220a8397b1dcdafU);
  EXPECT_EQ(random(), 0x6e789e6aa1b965f4U);
}

TEST(Random, TheSameSeedGivesTheSameAndAnotherSeedOthers) {
  Random one(7), same(7), other(8);
  const std::uint64_t first = one();
  EXPECT_EQ(same(), first);
  EXPECT_NE(other(), first);
  EXPECT_EQ(one.between(0ns, 1s), same.between(0ns, 1s));
}

TEST(Random, BothEndsAreReachedAndNothingBeyondThem) {
  Random random(1);
  std::set<Duration> seen;
  for (int i = 0; i < 200; ++i) seen.insert(random.between(-2ns, 2ns));
  EXPECT_EQ(seen, (std::set<Duration>{-2ns, -1ns, 0ns, 1ns, 2ns}));
}

TEST(Random, OneDurationIsNoChoice) {
  Random random(1);
  EXPECT_EQ(random.between(5ms, 5ms), Duration(5ms));
  EXPECT_EQ(random.between(Duration::max(), Duration::max()), Duration::max());
}

TEST(Random, TheLongestRangeHasRoom) {
  Random random(1);
  bool below = false;
  bool above = false;
  for (int i = 0; i < 50; ++i) {
    const Duration drawn = random.between(Duration::min(), Duration::max());
    below = below || drawn < 0ns;
    above = above || drawn > 0ns;
    EXPECT_GE(random.between(0ns, Duration::max()), 0ns);
  }
  EXPECT_TRUE(below && above);
}

TEST(Random, EachTenthOfARangeIsDrawnAboutAsOften) {
  Random random(3);
  std::vector<int> tenths(10);
  for (int i = 0; i < 5'000; ++i) ++tenths.at(random.between(0ns, 999'999ns).count() / 100'000);
  for (const int count : tenths) EXPECT_NEAR(count, 500, 100);
}

}  // namespace
}  // namespace under_test
