// The standard library spins, yields and naps while it waits. That is a wait like any other: no
// mistake of the program, also where polling is forbidden.
#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <future>
#include <latch>
#include <memory>
#include <mutex>
#include <new>
#include <semaphore>
#include <stop_token>
#include <thread>
#include <utility>

#include "interleave/interleave.hpp"

namespace {

using interleave::Options;
using interleave::Result;
using interleave::Verdict;
using std::chrono::milliseconds;

Options without_polling() {
  Options options;
  options.polling_forbidden = true;
  return options;
}

void expect_pass(const std::function<void()>& body) {
  const Result result = interleave::explore(body, without_polling());
  EXPECT_EQ(result.verdict, Verdict::kPassed)
      << result.seen << (result.failure ? "\n" + result.failure->headline : "");
}

TEST(WaitsOfTheLibrary, AStopSourceAndItsConditionVariable) {
  expect_pass([] {
    std::mutex mutex;
    std::condition_variable_any changed;
    std::stop_source stop;
    bool ready = false;
    const auto wait = [&] {
      std::unique_lock lock(mutex);
      changed.wait(lock, stop.get_token(), [&] { return ready; });
    };
    interleave::together({"anna", wait}, {"ben", wait}, {"stopper", [&] { stop.request_stop(); }});
  });
}

TEST(WaitsOfTheLibrary, ManyCallbacksOfOneStopSource) {
  expect_pass([] {
    std::stop_source stop;
    std::atomic<int> told = 0;
    const auto listen = [&] {
      for (int i = 0; i < 3; ++i) {
        std::stop_callback callback(stop.get_token(), [&] { ++told; });
      }
    };
    interleave::together({"anna", listen}, {"stopper", [&] { stop.request_stop(); }});
  });
}

TEST(WaitsOfTheLibrary, AnAtomicIsWaitedFor) {
  expect_pass([] {
    std::atomic<int> turn = 0;
    interleave::together({"first",
                          [&] {
                            turn = 1;
                            turn.notify_all();
                          }},
                         {"second", [&] { turn.wait(0); }});
  });
}

TEST(WaitsOfTheLibrary, ASemaphoreWithALimit) {
  expect_pass([] {
    std::counting_semaphore<2> free(0);
    interleave::together(
        {"taker", [&] { interleave::check(free.try_acquire_for(milliseconds(900)), "in time"); }},
        {"giver", [&] {
           std::this_thread::sleep_for(milliseconds(700));
           free.release();
         }});
  });
}

// One release for two: whoever comes late waits to its limit, however the library does that.
TEST(WaitsOfTheLibrary, ASemaphoreThatIsTakenByAnother) {
  expect_pass([] {
    std::counting_semaphore<2> free(0);
    std::atomic<int> taken = 0;
    const auto take = [&] { taken += free.try_acquire_for(std::chrono::seconds(5)) ? 1 : 0; };
    interleave::together({"anna", take}, {"ben", take}, {"giver", [&] { free.release(); }});
    interleave::check(taken == 1, "one for two");
  });
}

TEST(WaitsOfTheLibrary, AFuture) {
  expect_pass([] {
    std::promise<int> promise;
    std::future<int> future = promise.get_future();
    interleave::together({"asks", [&] { interleave::check(future.get() == 3, "3"); }},
                         {"answers", [&] { promise.set_value(3); }});
  });
}

TEST(WaitsOfTheLibrary, CallOnce) {
  expect_pass([] {
    std::once_flag once;
    int calls = 0;
    const auto call = [&] { std::call_once(once, [&] { ++calls; }); };
    interleave::together({"anna", call}, {"ben", call});
    interleave::check(calls == 1, "once");
  });
}

TEST(WaitsOfTheLibrary, ALatchAndABarrier) {
  expect_pass([] {
    std::latch ready(2);
    std::barrier round(2);
    const auto meet = [&] {
      ready.arrive_and_wait();
      for (int i = 0; i < 2; ++i) round.arrive_and_wait();
    };
    interleave::together({"anna", meet}, {"ben", meet});
  });
}

// The program's own sleeping is polling still, also beside such a wait.
// libstdc++ chooses by its address in which of a few places the one who waits for a latch sleeps.
// Two latches may share one; so a heap that begins elsewhere in each run must make no difference.
TEST(WaitsOfTheLibrary, LatchesOnAHeapThatShifts) {
  struct Shift {
    Shift* next;
  };
  Shift* shifts = nullptr;
  std::size_t runs = 0;
  expect_pass([&] {
    const std::size_t bytes = 24 + 16 * (++runs % 5);
    shifts = new (std::malloc(bytes)) Shift{shifts};
    const auto first = std::make_shared<std::latch>(1);
    const auto second = std::make_shared<std::latch>(1);
    interleave::together({"anna", [&] { first->wait(); }}, {"ben", [&] { second->wait(); }},
                         {"opener", [&] {
                            first->count_down();
                            second->count_down();
                          }});
  });
  while (shifts != nullptr) std::free(std::exchange(shifts, shifts->next));
}

TEST(WaitsOfTheLibrary, ThePollingOfTheProgramIsFound) {
  const Result result = interleave::explore(
      [] {
        std::atomic<bool> ready = false;
        interleave::together({"poller",
                              [&] {
                                while (!ready) std::this_thread::sleep_for(milliseconds(1));
                              }},
                             {"late", [&] {
                                std::this_thread::sleep_for(milliseconds(500));
                                ready = true;
                              }});
      },
      without_polling());
  ASSERT_TRUE(result.failure) << result.seen;
  EXPECT_EQ(result.failure->kind, interleave::FailureKind::kPolls);
}

TEST(WaitsOfTheLibrary, TheYieldingOfTheProgramIsFound) {
  const Result result = interleave::explore(
      [] {
        std::atomic<bool> ready = false;
        interleave::together({"poller",
                              [&] {
                                while (!ready) std::this_thread::yield();
                              }},
                             {"late", [&] {
                                std::this_thread::sleep_for(milliseconds(500));
                                ready = true;
                              }});
      },
      without_polling());
  ASSERT_TRUE(result.failure) << result.seen;
  EXPECT_EQ(result.failure->kind, interleave::FailureKind::kPolls);
}

}  // namespace
