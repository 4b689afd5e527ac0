// More of the standard library's primitives, unmodified, in every schedule.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <ctime>
#include <future>
#include <memory>
#include <mutex>
#include <semaphore>
#include <set>
#include <shared_mutex>
#include <stop_token>
#include <thread>

#include "interleave/gtest.hpp"

namespace {

using interleave::together;
using std::chrono::hours;

TEST(Std, ConditionVariableAnyIsStoppedByItsToken) {
  EXPLORE {
    std::mutex mutex;
    std::condition_variable_any never;
    bool stopped = false;
    {
      std::jthread sleeper([&](const std::stop_token& token) {
        std::unique_lock lock(mutex);
        stopped = !never.wait(lock, token, [] { return false; });
      });
    }
    EXPECT_TRUE(stopped);
  };
}

TEST(Std, SharedTimedMutexTimesOutOnBothSides) {
  EXPLORE {
    std::shared_timed_mutex mutex;
    mutex.lock();
    together({"other", [&] {
                EXPECT_FALSE(mutex.try_lock_for(hours(1)));
                EXPECT_FALSE(mutex.try_lock_shared_for(hours(1)));
              }});
    mutex.unlock();
  };
}

TEST(Std, RecursiveTimedMutex) {
  EXPLORE {
    std::recursive_timed_mutex mutex;
    mutex.lock();
    EXPECT_TRUE(mutex.try_lock_for(hours(1)));
    together({"other", [&] { EXPECT_FALSE(mutex.try_lock_for(hours(1))); }});
    mutex.unlock();
    mutex.unlock();
  };
}

TEST(Std, ScopedLockOfTwoNeverDeadlocks) {
  EXPLORE {
    std::mutex a;
    std::mutex b;
    int count = 0;
    together({"one",
              [&] {
                std::scoped_lock lock(a, b);
                ++count;
              }},
             {"other", [&] {
                std::scoped_lock lock(b, a);
                ++count;
              }});
    EXPECT_EQ(count, 2);
  };
}

TEST(Std, PackagedTaskAndBrokenPromise) {
  EXPLORE {
    std::packaged_task<int(int)> twice([](int n) { return 2 * n; });
    std::future<int> result = twice.get_future();
    std::thread worker(std::move(twice), 21);
    EXPECT_EQ(result.get(), 42);
    worker.join();
    std::future<int> never = std::promise<int>().get_future();
    EXPECT_THROW(never.get(), std::future_error);
  };
}

TEST(Std, FutureAndSemaphoreTimeOut) {
  EXPLORE {
    std::promise<int> promise;
    std::future<int> future = promise.get_future();
    EXPECT_EQ(future.wait_for(hours(1)), std::future_status::timeout);
    std::counting_semaphore<4> none(0);
    EXPECT_FALSE(none.try_acquire_for(hours(1)));
  };
}

TEST(Std, AtomicFlagWaits) {
  EXPLORE {
    std::atomic_flag ready;
    int data = 0;
    together({"setter",
              [&] {
                data = 1;
                ready.test_and_set();
                ready.notify_one();
              }},
             {"waiter", [&] {
                ready.wait(false);
                EXPECT_EQ(data, 1);
              }});
  };
}

TEST(Std, WakesUnaskedAreAChoice) {
  std::set<int> wakeups;
  interleave::Options options;
  options.spurious_wakeups_max = 1;
  const interleave::Result result = interleave::explore(
      [&] {
        std::mutex mutex;
        std::condition_variable_any changed;
        bool done = false;
        int woken = 0;
        together({"waiter",
                  [&] {
                    std::unique_lock lock(mutex);
                    while (!done) {
                      changed.wait(lock);
                      ++woken;
                    }
                  }},
                 {"changer", [&] {
                    std::lock_guard lock(mutex);
                    done = true;
                    changed.notify_one();
                  }});
        wakeups.insert(woken);
      },
      options);
  EXPECT_EQ(result.verdict, interleave::Verdict::kPassed) << result.seen;
  EXPECT_EQ(wakeups, (std::set{0, 1, 2}));
}

TEST(Std, AllClocksShowVirtualTime) {
  EXPLORE {
    const auto steady = std::chrono::steady_clock::now();
    const auto system = std::chrono::system_clock::now();
    const std::time_t seconds = std::time(nullptr);
    std::this_thread::sleep_for(hours(1));
    EXPECT_EQ(std::chrono::steady_clock::now() - steady, hours(1));
    EXPECT_EQ(std::chrono::system_clock::now() - system, hours(1));
    EXPECT_EQ(std::time(nullptr) - seconds, 3'600);
  };
}

// libstdc++ keeps its lock in the pointer's own word: one who reads sees a whole pointer.
TEST(Std, AtomicSharedPointersAreReplacedWhole) {
  std::set<int> seen;
  EXPLORE {
    std::atomic<std::shared_ptr<int>> shared(std::make_shared<int>(1));
    std::shared_ptr<int> found;
    together({"writer", [&] { shared.store(std::make_shared<int>(2)); }},
             {"reader", [&] { found = shared.load(); }});
    seen.insert(*found);
    EXPECT_EQ(*shared.load(), 2);
  };
  EXPECT_EQ(seen, (std::set{1, 2}));
}

TEST(Std, AtomicSharedPointersAreExchanged) {
  EXPLORE {
    std::atomic<std::shared_ptr<int>> shared(std::make_shared<int>(0));
    const auto increment = [&] {
      std::shared_ptr<int> old = shared.load();
      while (!shared.compare_exchange_weak(old, std::make_shared<int>(*old + 1))) {
      }
    };
    together({"anna", increment}, {"ben", increment});
    EXPECT_EQ(*shared.load(), 2);
  };
}

}  // namespace
