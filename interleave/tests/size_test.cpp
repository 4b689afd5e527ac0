// Large executions: many threads, many steps, on both carriers.
#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <string>
#include <vector>

#include "counting.hpp"
#include "interleave/interleave.hpp"

namespace {

using interleave::Carrier;
using interleave::explore;
using interleave::Options;
using interleave::Result;
using interleave::Verdict;

class Size : public testing::TestWithParam<Carrier> {
 protected:
  // A few schedules, drawn at random.
  static Options some_schedules() {
    Options options;
    options.carrier = GetParam();
    options.schedules_max = 0;
    options.samples = 3;
    options.steps_in_all_max = 1'000'000;
    return options;
  }
};

TEST_P(Size, AHundredThreads) {
  const Result result = explore(
      [] {
        std::mutex mutex;
        int count = 0;
        counting::in_threads(100, [&](int) {
          std::lock_guard lock(mutex);
          ++count;
        });
        interleave::check(count == 100, "somebody did not count");
      },
      some_schedules());
  EXPECT_EQ(result.verdict, Verdict::kPassed) << result.seen;
  EXPECT_EQ(result.schedules, 3u);
}

TEST_P(Size, AHundredThreadsOfWhichOneFails) {
  const Result result = explore(
      [] {
        std::atomic<int> count = 0;
        counting::in_threads(100, [&](int i) {
          if (i == 77) interleave::check(count >= 0, "never");
          ++count;
        });
        interleave::check(count != 100, "all of them counted");
      },
      some_schedules());
  ASSERT_TRUE(result.failure) << result.seen;
  EXPECT_EQ(result.failure->story.threads.size(), 101u);
}

TEST_P(Size, AHundredThousandSteps) {
  constexpr int kRounds = 50'000;
  Options options = some_schedules();
  options.steps_max = 200'000;
  const Result result = explore(
      [] {
        std::atomic<int> count = 0;
        counting::in_threads(2, [&](int) {
          for (int i = 0; i < kRounds; ++i) ++count;
        });
        interleave::check(count == 2 * kRounds, "an update was lost");
      },
      options);
  EXPECT_EQ(result.verdict, Verdict::kPassed) << result.seen;
  EXPECT_EQ(result.schedules, 3u);
}

INSTANTIATE_TEST_SUITE_P(OnBothCarriers, Size, testing::Values(Carrier::kFibers, Carrier::kThreads),
                         [](const auto& info) {
                           return info.param == Carrier::kFibers ? "Fibers" : "Threads";
                         });

}  // namespace
