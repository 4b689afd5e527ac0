// What the exhaustive search says about itself, and what it leaves to a search without reduction.
#include <gtest/gtest.h>
#include <pthread.h>

#include <atomic>
#include <cerrno>
#include <set>
#include <thread>
#include <vector>

#include "counting.hpp"

namespace {

using interleave::Coverage;
using interleave::explore;
using interleave::Options;
using interleave::Result;

void three_increments() {
  std::atomic<int> counter = 0;
  counting::in_threads(3, [&](int) { ++counter; });
}

TEST(Reduction, ABudgetThatIsJustEnoughIsAll) {
  Options options = counting::exhaustive();
  options.schedules_max = 7;  // One of them is run twice, to see whether the body repeats itself.
  const Result all = explore(three_increments, options);
  EXPECT_EQ(all.coverage, Coverage::kAll) << all.seen;
  options.schedules_max = 6;
  const Result some = explore(three_increments, options);
  EXPECT_EQ(some.coverage, Coverage::kSampled);
  EXPECT_EQ(some.seen, "5 of different kinds; ended by schedules_max (6)");
}

TEST(Reduction, ScheduleThatIsTooLong) {
  Options options = counting::exhaustive();
  options.steps_max = 10'000;
  const Result result = explore(
      [] {
        std::atomic<int> counter = 0;
        counting::in_threads(2, [&](int) {
          for (int i = 0; i < 2'500; ++i) ++counter;
        });
      },
      options);
  EXPECT_EQ(result.seen, "1 of different kinds (one is too long to go on with)");
}

// Whether a thread has ended is nothing that a trace has. No outcome is lost by that.
TEST(Reduction, AskingForTheEndOfAThreadIsNotReduced) {
  std::set<int> answers;
  const Result result = explore(
      [&answers] {
        std::atomic<int> x = 0;
        const auto write = [](void* to) -> void* {
          *static_cast<std::atomic<int>*>(to) = 1;
          return nullptr;
        };
        pthread_t thread;
        pthread_create(&thread, nullptr, write, &x);
        const int answer = pthread_tryjoin_np(thread, nullptr);
        answers.insert(answer);
        if (answer == EBUSY) pthread_join(thread, nullptr);
      },
      counting::exhaustive());
  EXPECT_EQ(result.coverage, Coverage::kAll) << result.seen;
  EXPECT_EQ(answers, (std::set<int>{0, EBUSY}));
}

// The last thread was started, and had no time to begin.
TEST(Reduction, AFailureRightAfterAThreadWasStarted) {
  Options options = counting::exhaustive();
  options.on_schedule = [](const interleave::ScheduleEnd&) { return true; };
  const Result result = explore(
      [] {
        std::vector<std::thread> threads;
        for (int i = 0; i < 5; ++i) threads.emplace_back([] {});
        interleave::check(false, "at once");
      },
      options);
  EXPECT_GE(result.schedules, 1u);
}

}  // namespace
