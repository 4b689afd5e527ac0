// The standard library's primitives work unmodified, in every schedule.
#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <future>
#include <latch>
#include <mutex>
#include <semaphore>
#include <shared_mutex>
#include <stdexcept>
#include <stop_token>
#include <thread>

#include "interleave/gtest.hpp"

namespace {

using interleave::together;
using std::chrono::hours;
using std::chrono::steady_clock;

TEST(Primitives, BinarySemaphoresHandOver) {
  EXPLORE {
    std::binary_semaphore full(0);
    int slot = 0;
    int received = 0;
    together({"sender",
              [&] {
                slot = 7;
                full.release();
              }},
             {"receiver", [&] {
                full.acquire();
                received = slot;
              }});
    EXPECT_EQ(received, 7);
  };
}

TEST(Primitives, AtomicWait) {
  EXPLORE {
    std::atomic<int> flag = 0;
    int data = 0;
    together({"sender",
              [&] {
                data = 5;
                flag.store(1);
                flag.notify_one();
              }},
             {"receiver", [&] {
                flag.wait(0);
                EXPECT_EQ(data, 5);
              }});
  };
}

TEST(Primitives, Latch) {
  EXPLORE {
    std::latch both(2);
    int a = 0;
    int b = 0;
    together({"a",
              [&] {
                a = 1;
                both.arrive_and_wait();
                EXPECT_EQ(b, 1);
              }},
             {"b", [&] {
                b = 1;
                both.arrive_and_wait();
                EXPECT_EQ(a, 1);
              }});
  };
}

TEST(Primitives, BarrierTwoRounds) {
  EXPLORE {
    std::barrier barrier(2);
    int a = 0;
    together({"writer",
              [&] {
                a = 1;
                barrier.arrive_and_wait();
                barrier.arrive_and_wait();
                a = 2;
              }},
             {"reader", [&] {
                barrier.arrive_and_wait();
                EXPECT_EQ(a, 1);
                barrier.arrive_and_wait();
              }});
  };
}

TEST(Primitives, PromiseAndFuture) {
  EXPLORE {
    std::promise<int> promise;
    std::future<int> future = promise.get_future();
    together({"giver", [&] { promise.set_value(4); }},
             {"taker", [&] { EXPECT_EQ(future.get(), 4); }});
  };
}

TEST(Primitives, Async) {
  EXPLORE {
    std::future<int> three = std::async(std::launch::async, [] { return 3; });
    EXPECT_EQ(three.get(), 3);
  };
}

TEST(Primitives, JthreadStops) {
  EXPLORE {
    bool stopped = false;
    {
      std::jthread thread([&](const std::stop_token& token) {
        while (!token.stop_requested()) std::this_thread::yield();
        stopped = true;
      });
    }
    EXPECT_TRUE(stopped);
  };
}

TEST(Primitives, RecursiveMutex) {
  EXPLORE {
    std::recursive_mutex mutex;
    int count = 0;
    const auto twice = [&] {
      std::lock_guard outer(mutex);
      std::lock_guard inner(mutex);
      ++count;
    };
    together({"a", twice}, {"b", twice});
    EXPECT_EQ(count, 2);
  };
}

TEST(Primitives, TimedMutexGivesUp) {
  EXPLORE {
    std::timed_mutex mutex;
    together({"holder",
              [&] {
                std::lock_guard lock(mutex);
                std::this_thread::sleep_for(hours(2));
              }},
             {"other", [&] {
                std::this_thread::sleep_for(hours(1));
                EXPECT_FALSE(mutex.try_lock_for(std::chrono::minutes(30)));
                EXPECT_TRUE(mutex.try_lock_for(hours(1)));
                mutex.unlock();
              }});
  };
}

TEST(Primitives, SharedMutexKeepsWritersApart) {
  EXPLORE {
    std::shared_mutex mutex;
    int value = 0;
    const auto read = [&] {
      std::shared_lock lock(mutex);
      EXPECT_EQ(value % 2, 0);
    };
    together({"reader", read}, {"another reader", read}, {"writer", [&] {
                                                            std::unique_lock lock(mutex);
                                                            ++value;
                                                            ++value;
                                                          }});
    EXPECT_EQ(value, 2);
  };
}

// Readers do not exclude each other: what one writes, the other must not.
TEST(Primitives, SharedLocksDoNotOrderReaders) {
  const interleave::Result result = interleave::explore([] {
    std::shared_mutex mutex;
    int value = 0;
    const auto write = [&] {
      std::shared_lock lock(mutex);
      ++value;
    };
    together({"a", write}, {"b", write});
  });
  ASSERT_TRUE(result.failure) << result.seen;
  EXPECT_EQ(result.failure->kind, interleave::FailureKind::kDataRace);
}

std::once_flag once;
int once_count = 0;

TEST(Primitives, CallOnce) {
  EXPLORE {
    const auto call = [] { std::call_once(once, [] { ++once_count; }); };
    together({"a", call}, {"b", call});
    EXPECT_EQ(once_count, 1);
  };
}

TEST(Primitives, AFlagInThePlaceOfAnEarlierOneIsNew) {
  EXPLORE {
    int count = 0;
    for (int i = 0; i < 3; ++i) {
      std::once_flag flag;
      std::call_once(flag, [&] { ++count; });
    }
    EXPECT_EQ(count, 3);
  };
}

struct Loud {
  Loud() { ++made; }
  int value = 5;
  inline static int made = 0;
};

int value_of_static() {
  static Loud loud;
  return loud.value;
}

TEST(Primitives, StaticLocalIsMadeOnceInEverySchedule) {
  EXPLORE {
    together({"a", [] { EXPECT_EQ(value_of_static(), 5); }},
             {"b", [] { EXPECT_EQ(value_of_static(), 5); }});
    EXPECT_EQ(Loud::made, 1);
  };
}

int global = 0;

TEST(Primitives, GlobalsAreFreshInEverySchedule) {
  EXPLORE {
    std::mutex mutex;
    const auto add = [&] {
      std::lock_guard lock(mutex);
      ++global;
    };
    together({"a", add}, {"b", add});
    EXPECT_EQ(global, 2);
  };
  EXPECT_EQ(global, 0);
}

thread_local int counter = 7;

struct Farewell {
  int* told = nullptr;
  ~Farewell() {
    if (told != nullptr) ++*told;
  }
};
thread_local Farewell farewell;

TEST(Primitives, ThreadLocalsAndErrnoBelongToTheirThread) {
  EXPLORE {
    int told = 0;
    together({"a",
              [&] {
                EXPECT_EQ(counter, 7);
                counter = 8;
                errno = EAGAIN;
                farewell.told = &told;
                std::this_thread::yield();
                EXPECT_EQ(counter, 8);
                EXPECT_EQ(errno, EAGAIN);
              }},
             {"b", [&] {
                EXPECT_EQ(counter, 7);
                counter = 9;
                errno = EINTR;
                std::this_thread::yield();
                EXPECT_EQ(errno, EINTR);
              }});
    EXPECT_EQ(told, 1);
  };
}

TEST(Primitives, ExceptionsCrossSwitches) {
  EXPLORE {
    std::mutex mutex;
    const auto nested = [&] {
      try {
        std::lock_guard lock(mutex);
        throw std::runtime_error("outer");
      } catch (const std::runtime_error& outer) {
        std::lock_guard lock(mutex);
        try {
          throw std::logic_error("inner");
        } catch (const std::logic_error& inner) {
          EXPECT_STREQ(inner.what(), "inner");
        }
        EXPECT_STREQ(outer.what(), "outer");
      }
    };
    together({"a", nested}, {"b", nested});
  };
}

}  // namespace
