// Stories of code whose debug information has lines and no variables (this file's, in every build):
// a name comes from the source line, or there is none.
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <vector>

#include "interleave/interleave.hpp"

namespace {

struct Round {
  void begin() {
    missing = parties.load();
    missing.fetch_sub(1);
  }

  std::atomic<int> parties = 2;
  std::atomic<int> missing = 0;
};

// The line reads one of the two and writes the other, without a name for that in it.
TEST(StoryOfLinesOnly, AnAtomicThatIsWrittenIsNotCalledAsTheOneThatIsRead) {
  const interleave::Result result = interleave::explore([] {
    Round round;
    round.begin();
    interleave::check(false, "the story is wanted");
  });
  ASSERT_TRUE(result.failure);
  std::vector<std::string> steps;
  for (const interleave::Step& step : result.failure->story.steps) steps.push_back(step.what);
  EXPECT_EQ(steps, (std::vector<std::string>{"round.begin()", "reads parties", "writes missing",
                                             "updates missing", "the assertion fails"}));
}

}  // namespace
