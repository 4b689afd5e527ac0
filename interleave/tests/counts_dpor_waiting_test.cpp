// Exact numbers of the exhaustive search for programs whose threads wait: philosophers, condition
// variables, a bounded buffer. Some of them get stuck in some schedules; those are counted, too.
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "bounded_buffer.hpp"
#include "counting.hpp"

namespace {

using counting::classes_of;
using counting::Count;
using counting::count_all;
using counting::in_threads;
using counting::power;
using interleave::FailureKind;

void dine(int philosophers, bool in_one_order) {
  std::vector<std::mutex> forks(static_cast<std::size_t>(philosophers));
  in_threads(philosophers, [&](int thread) {
    auto first = static_cast<std::size_t>(thread);
    auto second = static_cast<std::size_t>((thread + 1) % philosophers);
    if (in_one_order && second < first) std::swap(first, second);
    std::lock_guard one(forks[first]);
    std::lock_guard other(forks[second]);
  });
}

// Two neighbours share each fork, and one of them has it first. All of them in the same direction
// is a cycle, either way round: 2^T - 2.
TEST(CountsDporWaiting, PhilosophersWhoTakeForksInOneOrder) {
  for (int philosophers = 2; philosophers <= 5; ++philosophers) {
    EXPECT_EQ(classes_of([=] { dine(philosophers, true); }), power(2, philosophers) - 2)
        << philosophers;
  }
}

// The same, and the one in which each has taken the left fork: 2^T - 1.
TEST(CountsDporWaiting, PhilosophersWhoTakeTheLeftForkFirst) {
  for (int philosophers = 2; philosophers <= 5; ++philosophers) {
    EXPECT_EQ(count_all([=] { dine(philosophers, false); }),
              (Count{.classes = power(2, philosophers) - 1, .deadlocks = 1}))
        << philosophers;
  }
  const interleave::Result result =
      interleave::explore([] { dine(3, false); }, counting::exhaustive());
  ASSERT_TRUE(result.failure);
  EXPECT_EQ(result.failure->kind, FailureKind::kDeadlock);
}

// Who has the mutex first: 2. The waiter goes to sleep or finds the flag set.
TEST(CountsDporWaiting, HandshakeWithPredicate) {
  const auto body = [] {
    std::mutex mutex;
    std::condition_variable ready;
    bool is_ready = false;
    interleave::together({"waiter",
                          [&] {
                            std::unique_lock lock(mutex);
                            ready.wait(lock, [&] { return is_ready; });
                          }},
                         {"signaller", [&] {
                            std::lock_guard lock(mutex);
                            is_ready = true;
                            ready.notify_one();
                          }});
  };
  EXPECT_EQ(classes_of(body), 2u);
}

// The waiter sees the flag: 1. It does not see it, and falls asleep before the signal or after: 2.
// After is the lost wake-up.
void signal_without_the_lock() {
  std::mutex mutex;
  std::condition_variable ready;
  std::atomic<bool> is_ready = false;
  interleave::together({"waiter",
                        [&] {
                          std::unique_lock lock(mutex);
                          while (!is_ready) ready.wait(lock);
                        }},
                       {"signaller", [&] {
                          is_ready = true;
                          ready.notify_one();
                        }});
}

TEST(CountsDporWaiting, FlagAndSignalWithoutTheLock) {
  EXPECT_EQ(count_all(signal_without_the_lock), (Count{.classes = 3, .deadlocks = 1}));
  const interleave::Result result =
      interleave::explore(signal_without_the_lock, counting::exhaustive());
  ASSERT_TRUE(result.failure);
  EXPECT_EQ(result.failure->kind, FailureKind::kLostWakeup);
}

// All happens inside critical sections, so a class is an order of those together with which waiter
// each notification wakes: plain enumeration counts the same (counts_test.cpp).
TEST(CountsDporWaiting, BoundedBuffer) {
  const auto count = [](int items) {
    return classes_of([=] {
      BoundedBuffer buffer(1);
      in_threads(3, [&](int thread) {
        if (thread < 2) {
          for (int i = 0; i < items; ++i) buffer.push(i);
        } else {
          for (int i = 0; i < 2 * items; ++i) buffer.pop();
        }
      });
    });
  };
  EXPECT_EQ(count(1), 16u);
  EXPECT_EQ(count(2), 2'432u);
}

}  // namespace
