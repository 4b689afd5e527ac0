// Memory used after it was freed, freed twice, or never got from new is misuse.
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "failing.hpp"
#include "interleave/interleave.hpp"

namespace {

using failing::contains;
using failing::failure_of;
using interleave::explore;
using interleave::Failure;
using interleave::FailureKind;
using interleave::Options;
using interleave::Result;
using interleave::together;
using interleave::Verdict;

// Whoever frees it, the memory that comes back is other memory.
TEST(FailuresOfMemory, MemoryThatIsFreedAndUsedAgainIsNoRace) {
  const Result result = explore([] {
    const auto use = [] {
      for (int i = 0; i < 3; ++i) {
        std::vector<int> numbers(16, i);
        interleave::check(numbers[3] == i, "its own memory");
      }
    };
    together({"anna", use}, {"ben", use});
  });
  EXPECT_EQ(result.verdict, Verdict::kPassed) << result.seen;
}

TEST(FailuresOfMemory, UseAfterFree) {
  const Failure failure = failure_of([] {
    auto* number = new int(3);
    delete number;
    *number = 4;
  });
  EXPECT_EQ(failure.kind, FailureKind::kMisuse);
  EXPECT_TRUE(contains(failure.headline, "was freed")) << failure.headline;
}

TEST(FailuresOfMemory, MemoryFreedTwice) {
  const Failure failure = failure_of([] {
    auto* number = new int(3);
    delete number;
    delete number;
  });
  EXPECT_EQ(failure.kind, FailureKind::kMisuse);
  EXPECT_TRUE(contains(failure.headline, "was freed before")) << failure.headline;
}

int global_number = 0;

TEST(FailuresOfMemory, DeleteOfWhatNewDidNotMake) {
  for (const int which : {0, 1, 2}) {
    const Failure failure = failure_of([which] {
      int local = 0;
      const std::vector<int> numbers(8);
      const int* const all[] = {&local, &global_number, &numbers[4]};
      const int* volatile wrong = all[which];
      delete wrong;
    });
    EXPECT_EQ(failure.kind, FailureKind::kMisuse);
    EXPECT_TRUE(contains(failure.headline, "did not come from new")) << failure.headline;
  }
}

TEST(FailuresOfMemory, MemoryFromBeforeMayBeFreed) {
  std::vector<int*> numbers;  // One for each run of the body.
  for (int i = 0; i < 10; ++i) numbers.push_back(new int(i));
  const Result result = explore([&numbers] {
    delete numbers.back();
    numbers.pop_back();
  });
  EXPECT_EQ(result.verdict, Verdict::kPassed) << result.seen;
  for (const int* left : numbers) delete left;
}

}  // namespace
