// Virtual time: it stands still while anybody can run, and every clock tells it.
#include <gtest/gtest.h>
#include <semaphore.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>
#include <optional>
#include <set>
#include <shared_mutex>
#include <stdexcept>
#include <thread>

#include "golden.hpp"
#include "interleave/gtest.hpp"

namespace {

using interleave::move_wall_clock;
using interleave::together;
using std::chrono::high_resolution_clock;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::steady_clock;
using std::chrono::system_clock;

// Two hours pass at once, and exactly.
TEST(VirtualTime, WaitForTimesOutOnTheDot) {
  EXPLORE {
    std::mutex mutex;
    std::condition_variable never;
    std::unique_lock lock(mutex);
    const auto start = steady_clock::now();
    EXPECT_EQ(never.wait_for(lock, hours(2)), std::cv_status::timeout);
    EXPECT_EQ(steady_clock::now() - start, hours(2));
  };
}

TEST(VirtualTime, StandsStillWhileAnybodyCanRun) {
  EXPLORE {
    std::mutex mutex;
    std::condition_variable arrived;
    bool is_there = false;
    together({"waiter",
              [&] {
                std::unique_lock lock(mutex);
                EXPECT_TRUE(
                    arrived.wait_for(lock, std::chrono::nanoseconds(1), [&] { return is_there; }));
              }},
             {"bringer", [&] {
                std::lock_guard lock(mutex);
                is_there = true;
                arrived.notify_one();
              }});
  };
}

TEST(VirtualTime, ATimeoutAtAnyMomentIsAChoice) {
  int timed_out = 0;
  int arrived = 0;
  interleave::Options options;
  options.timeouts_any_time = true;
  const interleave::Result result = interleave::explore(
      [&] {
        std::mutex mutex;
        std::condition_variable called;
        bool is_there = false;
        bool got_it = false;
        together({"waiter",
                  [&] {
                    std::unique_lock lock(mutex);
                    got_it = called.wait_for(lock, hours(1), [&] { return is_there; });
                  }},
                 {"bringer", [&] {
                    std::lock_guard lock(mutex);
                    is_there = true;
                    called.notify_one();
                  }});
        ++(got_it ? arrived : timed_out);
      },
      options);
  EXPECT_EQ(result.verdict, interleave::Verdict::kPassed);
  EXPECT_GT(timed_out, 0);
  EXPECT_GT(arrived, 0);
}

// Having been woken once does not keep a thread from sleeping later.
TEST(VirtualTime, PassesForASleeperThatWasNotifiedBefore) {
  EXPLORE {
    std::mutex mutex;
    std::condition_variable arrived;
    bool is_there = false;
    together({"waiter",
              [&] {
                {
                  std::unique_lock lock(mutex);
                  arrived.wait(lock, [&] { return is_there; });
                }
                const auto start = steady_clock::now();
                std::this_thread::sleep_for(hours(1));
                EXPECT_EQ(steady_clock::now() - start, hours(1));
              }},
             {"bringer", [&] {
                interleave::until_others_wait();
                std::lock_guard lock(mutex);
                is_there = true;
                arrived.notify_one();
              }});
  };
}

TEST(VirtualTime, UntilOthersWait) {
  EXPLORE {
    std::mutex mutex;
    std::condition_variable never;
    bool waits = false;
    bool may_go = false;
    together({"waiter",
              [&] {
                std::unique_lock lock(mutex);
                waits = true;
                never.wait(lock, [&] { return may_go; });
              }},
             {"watcher", [&] {
                interleave::until_others_wait();
                std::lock_guard lock(mutex);
                EXPECT_TRUE(waits);
                may_go = true;
                never.notify_one();
              }});
  };
}

TEST(VirtualTime, EveryClockTellsIt) {
  EXPLORE {
    const auto steady = steady_clock::now();
    const auto system = system_clock::now();
    const auto fine = high_resolution_clock::now();
    std::this_thread::sleep_for(hours(2));
    EXPECT_EQ(steady_clock::now() - steady, hours(2));
    EXPECT_EQ(system_clock::now() - system, hours(2));
    EXPECT_EQ(high_resolution_clock::now() - fine, hours(2));
  };
}

TEST(VirtualTime, SleepUntilWakesOnTheDot) {
  EXPLORE {
    const auto steady = steady_clock::now() + hours(1);
    std::this_thread::sleep_until(steady);
    EXPECT_EQ(steady_clock::now(), steady);
    const auto system = system_clock::now() + hours(1);
    std::this_thread::sleep_until(system);
    EXPECT_EQ(system_clock::now(), system);
  };
}

// Waits on a condition variable until `deadline`, and returns how long that took.
template <typename TimePoint>
nanoseconds wait_in_vain_until(TimePoint deadline) {
  std::mutex mutex;
  std::condition_variable never;
  std::unique_lock lock(mutex);
  const auto start = steady_clock::now();
  EXPECT_FALSE(never.wait_until(lock, deadline, [] { return false; }));
  return steady_clock::now() - start;
}

TEST(WallClock, WaitsUntilATimeOnItAsLongAsNobodySetsIt) {
  EXPLORE {
    EXPECT_EQ(wait_in_vain_until(steady_clock::now() + hours(1)), hours(1));
    EXPECT_EQ(wait_in_vain_until(system_clock::now() + hours(1)), hours(1));
  };
}

TEST(WallClock, SetForwardItEndsAWaitEarly) {
  EXPLORE {
    together({"waiter",
              [] {
                const auto start = system_clock::now();
                const nanoseconds waited = wait_in_vain_until(start + hours(3));
                EXPECT_LE(waited, milliseconds(1));
                EXPECT_GE(system_clock::now() - start, hours(4));
              }},
             {"clock", [] { move_wall_clock(hours(4)); }});
  };
}

TEST(WallClock, SetBackItMakesAWaitLonger) {
  EXPLORE {
    together(
        {"waiter", [] { EXPECT_EQ(wait_in_vain_until(system_clock::now() + hours(3)), hours(5)); }},
        {"clock", [] { move_wall_clock(-hours(2)); }});
  };
}

TEST(WallClock, IsNothingToTheSteadyClock) {
  EXPLORE {
    together(
        {"waiter", [] { EXPECT_EQ(wait_in_vain_until(steady_clock::now() + hours(3)), hours(3)); }},
        {"clock", [] {
           const auto steady = steady_clock::now();
           move_wall_clock(hours(4));
           EXPECT_EQ(steady_clock::now() - steady, nanoseconds(1));
         }});
  };
}

TEST(WallClock, AllThatWaitForATimeOnItAreMoved) {
  EXPLORE {
    const auto deadline = system_clock::now() + hours(3);
    const auto start = steady_clock::now();
    std::timed_mutex taken;
    std::lock_guard lock(taken);
    std::shared_timed_mutex shared;
    std::lock_guard shared_lock(shared);
    std::promise<void> promise;
    together({"locker", [&] { EXPECT_FALSE(taken.try_lock_until(deadline)); }},
             {"reader", [&] { EXPECT_FALSE(shared.try_lock_shared_until(deadline)); }},
             {"future",
              [&] {
                const auto status = promise.get_future().wait_until(deadline);
                EXPECT_EQ(status, std::future_status::timeout);
              }},
             {"clock", [] { move_wall_clock(hours(4)); }});
    EXPECT_LE(steady_clock::now() - start, milliseconds(1));
  };
}

TEST(WallClock, IsAsItWasInTheNextSchedule) {
  std::optional<system_clock::time_point> first;
  const interleave::Result result = interleave::explore([&first] {
    if (!first) first = system_clock::now();
    interleave::check(system_clock::now() == *first, "the wall clock starts anew");
    interleave::choose(2);
    move_wall_clock(hours(1));
  });
  EXPECT_EQ(result.verdict, interleave::Verdict::kPassed);
  EXPECT_EQ(result.schedules, 2u);
}

TEST(WallClock, IsMovedInsideAnExplorationOnly) {
  EXPECT_THROW(move_wall_clock(hours(1)), std::logic_error);
}

TEST(StoryOfTime, TheWallClockIsSet) {
  golden::expect_story([] {
    together({"waiter",
              [] {
                const nanoseconds waited = wait_in_vain_until(system_clock::now() + hours(3));
                interleave::check(waited == hours(3), "waits for three hours");
              }},
             {"clock", [] {
                move_wall_clock(hours(2));
                move_wall_clock(-milliseconds(1));
              }});
  });
}

// POSIX: "under no circumstance" does such a call fail with a time-out where it need not wait.
TEST(VirtualTime, WhatIsFreeCanBeHadAfterTheDeadline) {
  EXPLORE {
    const auto over = steady_clock::now() - hours(1);
    std::timed_mutex mutex;
    EXPECT_TRUE(mutex.try_lock_until(over));
    EXPECT_FALSE(mutex.try_lock_for(nanoseconds(0)));
    mutex.unlock();
    std::shared_timed_mutex shared;
    EXPECT_TRUE(shared.try_lock_shared_until(over));
    EXPECT_FALSE(shared.try_lock_until(over));
    shared.unlock_shared();
    EXPECT_TRUE(shared.try_lock_until(over));
    shared.unlock();
    sem_t one;
    sem_init(&one, 0, 1);
    const timespec long_ago{};
    EXPECT_EQ(sem_timedwait(&one, &long_ago), 0);
    EXPECT_EQ(sem_timedwait(&one, &long_ago), -1);
    EXPECT_EQ(errno, ETIMEDOUT);
    sem_destroy(&one);
  };
}

// Who comes when it is over has the lock or not, as it happens.
TEST(VirtualTime, AfterTheDeadlineALockIsTriedOnce) {
  std::set<bool> seen;
  EXPLORE {
    std::timed_mutex mutex;
    together({"anna", [&] { std::lock_guard lock(mutex); }},
             {"ben", [&] {
                const bool had_it = mutex.try_lock_for(nanoseconds(0));
                if (had_it) mutex.unlock();
                seen.insert(had_it);
              }});
  };
  EXPECT_EQ(seen, (std::set{false, true}));
}

// Nobody waits for the end of such a wait, and who is not woken sleeps for ever.
TEST(VirtualTime, AWaitOfTwoHundredYearsHasNoEnd) {
  const interleave::Result result = interleave::explore([] {
    std::mutex mutex;
    std::condition_variable never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, hours(200 * 365 * 24));
  });
  ASSERT_TRUE(result.failure.has_value());
  EXPECT_EQ(result.failure->kind, interleave::FailureKind::kDeadlock);
}

TEST(StoryOfTime, WokenInTimeAndLate) {
  golden::expect_story([] {
    std::mutex mutex;
    std::condition_variable arrived;
    together({"waiter",
              [&] {
                std::unique_lock lock(mutex);
                const auto status = arrived.wait_for(lock, milliseconds(10));
                interleave::check(status == std::cv_status::no_timeout, "it came in time");
              }},
             {"bringer", [&] {
                std::this_thread::sleep_for(milliseconds(6));
                std::lock_guard lock(mutex);
                arrived.notify_one();
                std::this_thread::sleep_for(milliseconds(7));
              }});
  });
}

}  // namespace
