// Exact numbers: for each program the schedules can be counted by hand.
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <set>
#include <thread>

#include "bounded_buffer.hpp"
#include "counting.hpp"

namespace {

using counting::factorial;
using counting::in_threads;
using counting::power;
using counting::schedules_of;

// (TK)! / (K!)^T orders in which T threads take one lock K times each.
TEST(Counts, ThreadsThatTakeOneLock) {
  const auto count = [](int threads, int times) {
    return schedules_of([=] {
      std::mutex mutex;
      int counter = 0;
      in_threads(threads, [&](int) {
        for (int i = 0; i < times; ++i) {
          std::lock_guard lock(mutex);
          ++counter;
        }
      });
      interleave::check(counter == threads * times, "an increment was lost");
    });
  };
  EXPECT_EQ(count(2, 1), 2u);
  EXPECT_EQ(count(3, 1), 6u);
  EXPECT_EQ(count(4, 1), 24u);
  EXPECT_EQ(count(5, 1), 120u);
  EXPECT_EQ(count(2, 2), 6u);
  EXPECT_EQ(count(2, 3), 20u);
  EXPECT_EQ(count(2, 4), 70u);
  EXPECT_EQ(count(3, 2), 90u);
}

// One event each: T! orders.
TEST(Counts, AtomicUpdates) {
  for (int threads = 2; threads <= 5; ++threads) {
    EXPECT_EQ(schedules_of([=] {
                std::atomic<int> counter = 0;
                in_threads(threads, [&](int) { counter.fetch_add(1); });
              }),
              factorial(threads));
  }
}

// One fetch_add after the other is no spinning: each of them changes the value.
TEST(Counts, UpdatesInALoopAreNoSpinning) {
  std::set<int> seen;
  EXPECT_GT(schedules_of([&seen] {
              std::atomic<int> counter = 0;
              int value = 0;
              interleave::together({"adds",
                                    [&] {
                                      for (int i = 0; i < 6; ++i) counter.fetch_add(1);
                                    }},
                                   {"looks", [&] { value = counter.load(); }});
              seen.insert(value);
            }),
            0u);
  EXPECT_EQ(seen.size(), 7u);
}

// Two events each, nothing left out: (2T)! / 2^T orders.
TEST(Counts, LoadThenStore) {
  for (int threads = 2; threads <= 4; ++threads) {
    EXPECT_EQ(schedules_of([=] {
                std::atomic<int> counter = 0;
                in_threads(threads, [&](int) { counter.store(counter.load() + 1); });
              }),
              factorial(2 * threads) / power(2, threads));
  }
}

// Threads that share nothing have nothing to be ordered, and one that ends leaves no choice.
TEST(Counts, LocalWorkIsNoChoice) {
  EXPECT_EQ(schedules_of([] {
              std::vector<int> done(6, 0);
              in_threads(6, [&](int i) { done[static_cast<std::size_t>(i)] = 1; });
            }),
            1u);
}

// Two senders, one receiver, capacity 1. 16 and 2,432 are also the numbers of Mazurkiewicz traces
// that an optimal partial order reduction finds: inside a critical section nobody else can act.
TEST(Counts, BoundedBuffer) {
  const auto count = [](int items) {
    return schedules_of([=] {
      BoundedBuffer buffer(1);
      const auto send = [&] {
        for (int i = 0; i < items; ++i) buffer.push(i);
      };
      interleave::together({"sender 1", send}, {"sender 2", send}, {"receiver", [&] {
                                                                      for (int i = 0; i < 2 * items;
                                                                           ++i)
                                                                        buffer.pop();
                                                                    }});
    });
  };
  EXPECT_EQ(count(1), 16u);
  EXPECT_EQ(count(2), 2'432u);
}

// Only one schedule tries the lock. From then on unlocks are choices, and all are counted anew.
TEST(Counts, TryLockThatIsSeenLate) {
  const auto body = [] {
    std::mutex mutex;
    std::atomic<bool> flag = false;
    interleave::together({"setter",
                          [&] {
                            std::lock_guard lock(mutex);
                            flag = true;
                          }},
                         {"looker", [&] {
                            if (flag && mutex.try_lock()) mutex.unlock();
                          }});
  };
  // The look comes before the lock or between lock and store: 2, without a try. It comes before the
  // unlock, and the try before or after it: 2. It comes after the unlock: 1.
  EXPECT_EQ(schedules_of(body), 5u);
}

TEST(Counts, HandshakeWithPredicate) {
  EXPECT_EQ(schedules_of([] {
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
            }),
            2u);
}

// Which of several sleepers a notification wakes is a choice of the schedule.
TEST(Counts, NotifyOneWakesAnyOfTheSleepers) {
  std::map<std::string, int> first_woken;
  const auto body = [&first_woken] {
    std::mutex mutex;
    std::condition_variable called;
    std::string order;
    const auto sleep = [&](char name) {
      std::unique_lock lock(mutex);
      called.wait(lock);
      order += name;
    };
    interleave::together({"a", [&] { sleep('a'); }}, {"b", [&] { sleep('b'); }},
                         {"caller", [&] {
                            interleave::until_others_wait();
                            called.notify_one();
                            interleave::until_others_wait();
                            called.notify_one();
                          }});
    ++first_woken[order];
  };
  // a first or b first into the lock, then one of two wakes first.
  EXPECT_EQ(schedules_of(body), 4u);
  EXPECT_EQ(first_woken.count("ab"), 1u);
  EXPECT_EQ(first_woken.count("ba"), 1u);
}

TEST(Counts, ChooseRunsEveryNumber) {
  std::map<std::size_t, int> chosen;
  EXPECT_EQ(schedules_of([&] {
              const std::size_t first = interleave::choose(3);
              const std::size_t second = interleave::choose(4);
              ++chosen[first * 10 + second];
            }),
            12u);
  EXPECT_EQ(chosen.size(), 12u);
}

// Sequential consistency: both loads of a store buffer cannot miss both stores.
TEST(Litmus, StoreBuffer) {
  std::map<std::string, int> outcomes;
  const auto body = [&outcomes] {
    std::atomic<int> x = 0;
    std::atomic<int> y = 0;
    int a = 0;
    int b = 0;
    interleave::together({"left",
                          [&] {
                            x.store(1);
                            a = y.load();
                          }},
                         {"right", [&] {
                            y.store(1);
                            b = x.load();
                          }});
    ++outcomes[std::to_string(a) + std::to_string(b)];
  };
  EXPECT_GT(schedules_of(body), 0u);
  EXPECT_EQ(outcomes.size(), 3u);
  EXPECT_EQ(outcomes.count("00"), 0u);
}

TEST(Litmus, MessagePassing) {
  std::map<std::string, int> outcomes;
  const auto body = [&outcomes] {
    std::atomic<int> data = 0;
    std::atomic<int> flag = 0;
    int seen_flag = 0;
    int seen_data = 0;
    interleave::together({"writer",
                          [&] {
                            data.store(1);
                            flag.store(1);
                          }},
                         {"reader", [&] {
                            seen_flag = flag.load();
                            seen_data = data.load();
                          }});
    ++outcomes[std::to_string(seen_flag) + std::to_string(seen_data)];
  };
  EXPECT_EQ(schedules_of(body), 6u);
  EXPECT_EQ(outcomes.size(), 3u);
  EXPECT_EQ(outcomes.count("10"), 0u);
}

}  // namespace
