// The random numbers of the programs.
#include "provided/demo.hpp"

#include <chrono>
#include <vector>

#include "workbook_test.hpp"

namespace under_test {
namespace {

using namespace std::chrono_literals;

TEST(RandomNumbers, AreFrom0To1000) {
  RandomNumbers random(7);
  std::vector<int> seen(1'001);
  for (int i = 0; i < 20'000; ++i) ++seen.at(random.next());
  for (const int count : seen) EXPECT_GT(count, 0);
}

// These very numbers, on every machine and with every compiler.
TEST(RandomNumbers, TheSameSeedGivesTheSameNumbersOnEveryMachine) {
  RandomNumbers random(7);
  std::vector<int> drawn;
  for (int i = 0; i < 5; ++i) drawn.push_back(random.next());
  EXPECT_EQ(drawn, (std::vector{310, 451, 308, 528, 348}));
}

TEST(RandomNumbers, PausesAreNoLongerThanTheLongest) {
  RandomNumbers random(7);
  bool differ = false;
  for (int i = 0; i < 100; ++i) {
    const auto pause = random.next_pause(300ms);
    EXPECT_GE(pause, 0ms);
    EXPECT_LE(pause, 300ms);
    differ = differ || pause != random.next_pause(300ms);
  }
  EXPECT_TRUE(differ);
  EXPECT_EQ(random.next_pause(0ms), 0ms);
}

}  // namespace
}  // namespace under_test
