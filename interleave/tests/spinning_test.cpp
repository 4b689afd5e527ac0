// Who looks again and again: at a clock, at one atomic after each sleep, at several places in
// turns.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "interleave/interleave.hpp"

namespace {

using interleave::explore;
using interleave::FailureKind;
using interleave::Options;
using interleave::Result;
using interleave::Verdict;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

void burn(milliseconds time) {
  const auto end = steady_clock::now() + time;
  while (steady_clock::now() < end) {
  }
}

TEST(Spinning, TimePassesForWhoOnlyLooksAtTheClock) {
  const Result result = explore([] {
    const auto begin = steady_clock::now();
    interleave::together({"anna", [] { burn(milliseconds(5)); }},
                         {"ben", [] { burn(milliseconds(20)); }});
    const auto taken = steady_clock::now() - begin;
    interleave::check(taken >= milliseconds(20) && taken < milliseconds(25), "about 20 ms");
  });
  EXPECT_EQ(result.verdict, Verdict::kPassed) << result.seen;
}

TEST(Spinning, AFewLooksAtTheClockSeeTheSameTime) {
  const Result result = explore([] {
    const auto begin = steady_clock::now();
    for (int i = 0; i < 20; ++i) interleave::check(steady_clock::now() == begin, "no time passed");
  });
  EXPECT_EQ(result.verdict, Verdict::kPassed) << result.seen;
}

// Somebody sets the other clock back meanwhile. The wait is over each time before it begins.
TEST(Spinning, TimePassesForWhoWaitsForATimeThatIsOver) {
  const Result result = explore([] {
    using std::chrono::system_clock;
    using std::chrono::minutes;
    const auto begin = steady_clock::now();
    const auto wait = [] {
      const auto deadline = steady_clock::now() + minutes(90);
      const auto end = system_clock::now() + minutes(90);
      std::mutex mutex;
      std::condition_variable never;
      std::unique_lock lock(mutex);
      while (system_clock::now() < end) never.wait_until(lock, deadline);
    };
    interleave::together({"anna", wait}, {"clock", [] {
                            interleave::move_wall_clock(minutes(-120));
                          }});
    const auto taken = steady_clock::now() - begin;
    interleave::check(taken >= minutes(210) && taken < minutes(230), "about 210 minutes");
  });
  EXPECT_EQ(result.verdict, Verdict::kPassed) << result.seen;
}

// A look after each time-out is no spinning, however often the same is seen.
TEST(Spinning, OneLookAfterEachSleepGoesOn) {
  const Result result = explore([] {
    std::atomic<bool> stop = false;
    std::mutex mutex;
    std::condition_variable never;
    int ticks = 0;
    const auto tick = [&](int& count) {
      std::unique_lock lock(mutex);
      while (!stop) {
        never.wait_for(lock, milliseconds(10));
        ++count;
      }
    };
    int others = 0;
    const auto nap = [&] {
      while (!stop) {
        std::this_thread::sleep_for(milliseconds(10));
        ++others;
      }
    };
    std::thread one([&] { tick(ticks); });
    std::thread other(nap);
    std::this_thread::sleep_for(milliseconds(2'005));
    stop = true;
    one.join();
    other.join();
    interleave::check(ticks >= 200 && others >= 200, "each time-out counts");
  });
  EXPECT_EQ(result.verdict, Verdict::kPassed) << result.seen;
}

TEST(Spinning, WhoLooksAtTwoAtomicsInTurnsWaitsForEither) {
  const Result result = explore([] {
    std::atomic<bool> ready = false;
    std::atomic<bool> stop = false;
    interleave::together({"waiter",
                          [&] {
                            while (!ready && !stop) {
                            }
                          }},
                         {"stopper", [&] { stop = true; }});
  });
  EXPECT_EQ(result.verdict, Verdict::kPassed) << result.seen;
}

TEST(Spinning, WhoLooksAtTwoAtomicsThatNobodyWritesNeverEnds) {
  const Result result = explore([] {
    std::atomic<bool> ready = false;
    std::atomic<bool> stop = false;
    while (!ready && !stop) {
    }
  });
  ASSERT_TRUE(result.failure) << result.seen;
  EXPECT_EQ(result.failure->kind, FailureKind::kNeverEnds);
}

// Peterson's lock of plain variables: each waits while it looks at two of them.
TEST(Spinning, SeveralRacingPlacesInTurnsAreAWait) {
  Options options;
  options.races_are_choices = true;
  const Result result = explore(
      [] {
        bool wants[2] = {false, false};
        int turn = 0;
        int inside = 0;
        const auto enter = [&](int me) {
          wants[me] = true;
          turn = 1 - me;
          while (wants[1 - me] && turn == 1 - me) {
          }
          interleave::check(++inside == 1, "one at a time");
          --inside;
          wants[me] = false;
        };
        interleave::together({"anna", [&] { enter(0); }}, {"ben", [&] { enter(1); }});
      },
      options);
  EXPECT_EQ(result.verdict, Verdict::kPassed)
      << result.seen << (result.failure ? "\n" + result.failure->headline : "");
}

}  // namespace
