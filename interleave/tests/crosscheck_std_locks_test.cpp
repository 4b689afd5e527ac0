// Small programs with locks, threads and futures, searched with and without reduction.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <vector>

#include "crosscheck/std_cases.hpp"

namespace {

using crosscheck::Case;
using crosscheck::in_three;
using crosscheck::in_two;
using crosscheck::Letters;
using crosscheck::outcome;
using interleave::together;
using std::chrono::milliseconds;

std::vector<Case> timed_locks() {
  return {
      {"TimedMutex",
       [] {
         std::timed_mutex mutex;
         Letters letters;
         const auto try_for = [&](char c, int time) {
           const bool taken = mutex.try_lock_for(milliseconds(time));
           letters.add(c, taken);
           if (taken) mutex.unlock();
         };
         together({"a",
                   [&] {
                     const std::lock_guard lock(mutex);
                     std::this_thread::sleep_for(milliseconds(5));
                   }},
                  {"b", [&] { try_for('b', 5); }}, {"c", [&] { try_for('c', 10); }});
       }},
      {"SharedTimedMutex",
       [] {
         std::shared_timed_mutex mutex;
         Letters letters;
         together({"a",
                   [&] {
                     const std::lock_guard lock(mutex);
                     std::this_thread::sleep_for(milliseconds(5));
                   }},
                  {"b",
                   [&] {
                     const bool taken = mutex.try_lock_shared_for(milliseconds(5));
                     letters.add('b', taken);
                     if (taken) mutex.unlock_shared();
                   }},
                  {"c", [&] {
                     const bool taken = mutex.try_lock_for(milliseconds(5));
                     letters.add('c', taken);
                     if (taken) mutex.unlock();
                   }});
       }},
  };
}

std::vector<Case> locks() {
  return {
      {"RecursiveMutex",
       [] {
         std::recursive_mutex mutex;
         in_three([&](char c) {
           const std::lock_guard outer(mutex);
           const std::lock_guard inner(mutex);
           outcome += c;
         });
       }},
      {"TryIsRepeated",
       [] {
         std::mutex mutex;
         in_two([&](char c) {
           while (!mutex.try_lock()) std::this_thread::yield();
           outcome += c;
           mutex.unlock();
         });
       }},
      {"CallOnce",
       [] {
         std::once_flag flag;
         char first = ' ';
         in_three([&](char c) { std::call_once(flag, [&] { first = c; }); });
         outcome = first;
       }},
      {"CallOnceThrows",
       [] {
         std::once_flag flag;
         std::atomic<int> calls = 0;
         Letters letters;
         in_two([&](char c) {
           try {
             std::call_once(flag, [&] {
               if (calls++ == 0) throw 1;
               letters.add(c, true);
             });
           } catch (int) {
             letters.add(c, false);
           }
         });
       }},
  };
}

void wait_for_flag() {
  std::mutex mutex;
  std::condition_variable condition;
  bool flag = false;
  Letters letters;
  const auto wait = [&](char c) {
    std::unique_lock lock(mutex);
    if (!flag) condition.wait(lock);
    letters.add(c, flag);
  };
  together({"a", [&] { wait('a'); }}, {"b", [&] { wait('b'); }},
           {"c", [&] {
              const std::lock_guard lock(mutex);
              flag = true;
              condition.notify_all();
            }});
}

std::vector<Case> threads() {
  return {
      {"SpuriousWakeUp", wait_for_flag, 1},
      {"SpuriousWakeUps", wait_for_flag, 2},
      {"Future",
       [] {
         std::promise<int> promise;
         std::future<int> future = promise.get_future();
         Letters letters;
         together({"a",
                   [&] {
                     const auto status = future.wait_for(milliseconds(1));
                     letters.add('a', status == std::future_status::ready);
                   }},
                  {"b", [&] {
                     std::this_thread::sleep_for(milliseconds(1));
                     promise.set_value(3);
                   }});
       }},
      {"ThreadsStartThreads",
       [] {
         std::atomic<int> x = 0;
         Letters letters;
         in_two([&](char c) {
           std::thread inner([&] { letters.add(c, x.fetch_add(1)); });
           x += 10;
           inner.join();
         });
       }},
      {"StopToken",
       [] {
         std::condition_variable_any condition;
         std::mutex mutex;
         std::jthread thread([&](const std::stop_token& stop) {
           std::unique_lock lock(mutex);
           outcome = condition.wait(lock, stop, [] { return false; }) ? "yes" : "no";
         });
       }},
      {"Allocations",
       [] {
         const auto shared = std::make_shared<std::atomic<int>>(0);
         Letters letters;
         in_two([&](char c) {
           const auto own = std::make_unique<std::mutex>();
           const std::lock_guard lock(*own);
           letters.add(c, shared->fetch_add(1));
         });
       }},
  };
}

INSTANTIATE_TEST_SUITE_P(TimedLocks, CrosscheckStd, testing::ValuesIn(timed_locks()), name_of);
INSTANTIATE_TEST_SUITE_P(Locks, CrosscheckStd, testing::ValuesIn(locks()), name_of);
INSTANTIATE_TEST_SUITE_P(Threads, CrosscheckStd, testing::ValuesIn(threads()), name_of);

}  // namespace
