// Small programs with semaphores, barriers and atomics of the standard library, searched with and
// without reduction.
#include <gtest/gtest.h>
#include <pthread.h>
#include <semaphore.h>

#include <atomic>
#include <barrier>
#include <chrono>
#include <latch>
#include <semaphore>
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

std::vector<Case> semaphores() {
  return {
      {"CountingSemaphore",
       [] {
         std::counting_semaphore<2> semaphore(1);
         in_two([&](char c) {
           semaphore.acquire();
           outcome += c;
           semaphore.release();
         });
       }},
      {"TrySemaphore",
       [] {
         std::binary_semaphore semaphore(1);
         Letters letters;
         in_two([&](char c) {
           const bool taken = semaphore.try_acquire();
           letters.add(c, taken);
           if (taken) semaphore.release();
         });
       }},
      {"TimedSemaphore",
       [] {
         std::counting_semaphore<2> semaphore(0);
         Letters letters;
         together({"a", [&] { letters.add('a', semaphore.try_acquire_for(milliseconds(5))); }},
                  {"b", [&] {
                     std::this_thread::sleep_for(milliseconds(5));
                     semaphore.release();
                   }});
       }},
      {"SemaphoreOfPosixIsTriedAgainAndAgain",
       [] {
         sem_t semaphore;
         sem_init(&semaphore, 0, 1);
         in_two([&](char c) {
           while (sem_trywait(&semaphore) != 0) std::this_thread::yield();
           outcome += c;
           sem_post(&semaphore);
         });
         sem_destroy(&semaphore);
       }},
  };
}

std::vector<Case> barriers() {
  return {
      {"Latch",
       [] {
         std::latch latch(2);
         std::atomic<int> n = 0;
         Letters letters;
         together({"a",
                   [&] {
                     n += 1;
                     latch.arrive_and_wait();
                     letters.add('a', n.load());
                   }},
                  {"b", [&] {
                     n += 1;
                     latch.count_down();
                     n += 10;
                   }});
       }},
      {"Barrier",
       [] {
         std::barrier barrier(2);
         std::atomic<int> n = 0;
         Letters letters;
         in_two([&](char c) {
           letters.add(c, n.fetch_add(1));
           barrier.arrive_and_wait();
           letters.add(c, n.load());
         });
       }},
      {"BarrierOfPosix",
       [] {
         pthread_barrier_t barrier;
         pthread_barrier_init(&barrier, nullptr, 2);
         std::atomic<int> n = 0;
         Letters letters;
         in_two([&](char c) {
           for (int round = 0; round < 2; ++round) {
             letters.add(c, n.fetch_add(1));
             const int result = pthread_barrier_wait(&barrier);
             letters.add(c, result == PTHREAD_BARRIER_SERIAL_THREAD);
           }
         });
         pthread_barrier_destroy(&barrier);
       }},
  };
}

std::vector<Case> atomic_waits() {
  return {
      {"AtomicWait",
       [] {
         std::atomic<int> x = 0;
         together({"a", [&] { x.wait(0); }}, {"b", [&] {
                                                x = 1;
                                                x.notify_one();
                                              }});
       }},
      {"AtomicWaitIsNotNotified",
       [] {
         std::atomic<int> x = 0;
         together({"a", [&] { x.wait(0); }}, {"b", [&] { x = 1; }});
       }},
      {"AtomicWaitOfTwo",
       [] {
         std::atomic<int> x = 0;
         Letters letters;
         const auto wait = [&](char c) {
           x.wait(0);
           letters.add(c, x.load());
         };
         together({"a", [&] { wait('a'); }}, {"b", [&] { wait('b'); }}, {"c", [&] {
                                                                           x = 1;
                                                                           x.notify_one();
                                                                         }});
       }},
      {"AtomicWaitOfTwoAndNotifyAll",
       [] {
         std::atomic<int> x = 0;
         together({"a", [&] { x.wait(0); }}, {"b", [&] { x.wait(0); }}, {"c", [&] {
                                                                           x = 1;
                                                                           x.notify_all();
                                                                         }});
       }},
  };
}

std::vector<Case> spinning() {
  return {
      {"Await",
       [] {
         std::atomic<int> x = 0;
         std::atomic<int> y = 0;
         Letters letters;
         together({"a",
                   [&] {
                     while (x.load() == 0) {
                     }
                     letters.add('a', y.load());
                   }},
                  {"b", [&] {
                     y = 1;
                     x = 1;
                     y = 2;
                     x = 2;
                     y = 3;
                   }});
       }},
      {"SpinLock",
       [] {
         std::atomic_flag flag;
         in_three([&](char c) {
           while (flag.test_and_set()) {
           }
           outcome += c;
           flag.clear();
         });
       }},
      {"TicketLock",
       [] {
         std::atomic<int> next = 0;
         std::atomic<int> served = 0;
         in_three([&](char c) {
           const int ticket = next.fetch_add(1);
           while (served.load() != ticket) {
           }
           outcome += c;
           served.fetch_add(1);
         });
       }},
      {"CompareExchange",
       [] {
         std::atomic<int> x = 0;
         Letters letters;
         in_two([&](char c) {
           int expected = x.load();
           while (!x.compare_exchange_weak(expected, expected + 1)) {
           }
           letters.add(c, expected);
         });
       }},
  };
}

INSTANTIATE_TEST_SUITE_P(Semaphores, CrosscheckStd, testing::ValuesIn(semaphores()), name_of);
INSTANTIATE_TEST_SUITE_P(Barriers, CrosscheckStd, testing::ValuesIn(barriers()), name_of);
INSTANTIATE_TEST_SUITE_P(AtomicWaits, CrosscheckStd, testing::ValuesIn(atomic_waits()), name_of);
INSTANTIATE_TEST_SUITE_P(Spinning, CrosscheckStd, testing::ValuesIn(spinning()), name_of);

}  // namespace
