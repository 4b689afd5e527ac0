// The C library's primitives work unmodified, in every schedule: pthread, POSIX semaphores, C11.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <pthread.h>
#include <semaphore.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "counting.hpp"
#include "interleave/gtest.hpp"

namespace {

using counting::in_threads;
using counting::schedules_of;
using interleave::together;

timespec in_one_hour(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  time.tv_sec += 3'600;
  return time;
}

// A named one keeps its count beyond the process; in an exploration it begins anew each time.
TEST(Semaphore, OneWithANameHandsOver) {
  const std::string name = "/interleave_test_" + std::to_string(getpid());
  sem_t* full = sem_open(name.c_str(), O_CREAT | O_EXCL, 0600, 0);
  ASSERT_NE(full, SEM_FAILED);
  sem_unlink(name.c_str());
  EXPLORE {
    int slot = 0;
    together({"sender",
              [&] {
                slot = 7;
                sem_post(full);
              }},
             {"receiver", [&] {
                sem_wait(full);
                EXPECT_EQ(slot, 7);
                EXPECT_EQ(sem_trywait(full), -1);
              }});
  };
  sem_close(full);
}

TEST(Semaphore, HandsOver) {
  EXPLORE {
    sem_t full;
    sem_init(&full, 0, 0);
    int slot = 0;
    together({"sender",
              [&] {
                slot = 7;
                sem_post(&full);
              }},
             {"receiver", [&] {
                sem_wait(&full);
                EXPECT_EQ(slot, 7);
              }});
    sem_destroy(&full);
  };
}

// To wait is one event: as a lock, it has one schedule for each order of those who get it.
TEST(Semaphore, AsALockHasTheSchedulesOfALock) {
  for (const int threads : {2, 3, 4}) {
    const std::uint64_t factorial = threads == 2 ? 2 : threads == 3 ? 6 : 24;
    EXPECT_EQ(schedules_of([threads] {
                sem_t room;
                sem_init(&room, 0, 1);
                int inside = 0;
                in_threads(threads, [&](int) {
                  sem_wait(&room);
                  ++inside;
                  sem_post(&room);
                });
              }),
              factorial);
  }
}

TEST(Semaphore, WithRoomForTwoLetsTwoIn) {
  std::set<int> most_inside;
  const interleave::Result result = interleave::explore([&most_inside] {
    sem_t room;
    sem_init(&room, 0, 2);
    std::mutex mutex;
    int inside = 0;
    int most = 0;
    in_threads(3, [&](int) {
      sem_wait(&room);
      {
        std::lock_guard lock(mutex);
        most = std::max(most, ++inside);
      }
      {
        std::lock_guard lock(mutex);
        --inside;
      }
      sem_post(&room);
    });
    most_inside.insert(most);
  });
  EXPECT_EQ(result.verdict, interleave::Verdict::kPassed) << result.seen;
  EXPECT_EQ(most_inside, (std::set{1, 2}));
}

TEST(Semaphore, TryAndTimeOut) {
  EXPLORE {
    sem_t none;
    sem_init(&none, 0, 0);
    EXPECT_EQ(sem_trywait(&none), -1);
    EXPECT_EQ(errno, EAGAIN);
    const timespec monotonic = in_one_hour(CLOCK_MONOTONIC);
    EXPECT_EQ(sem_clockwait(&none, CLOCK_MONOTONIC, &monotonic), -1);
    EXPECT_EQ(errno, ETIMEDOUT);
    const timespec realtime = in_one_hour(CLOCK_REALTIME);
    EXPECT_EQ(sem_timedwait(&none, &realtime), -1);
    EXPECT_EQ(errno, ETIMEDOUT);
    EXPECT_EQ(in_one_hour(CLOCK_MONOTONIC).tv_sec - monotonic.tv_sec, 2 * 3'600);
    sem_post(&none);
    int count = 0;
    EXPECT_EQ(sem_getvalue(&none, &count), 0);
    EXPECT_EQ(count, 1);
    EXPECT_EQ(sem_wait(&none), 0);
    const timespec no_time{0, 2'000'000'000};
    EXPECT_EQ(sem_timedwait(&none, &no_time), -1);
    EXPECT_EQ(errno, EINVAL);
  };
}

TEST(Semaphore, MayTimeOutAtAnyMoment) {
  std::set<int> results;
  interleave::Options options;
  options.timeouts_any_time = true;
  const interleave::Result result = interleave::explore(
      [&results] {
        sem_t full;
        sem_init(&full, 0, 0);
        int taken = 0;
        together({"sender", [&] { sem_post(&full); }}, {"receiver", [&] {
                                                          const timespec time =
                                                              in_one_hour(CLOCK_REALTIME);
                                                          taken = sem_timedwait(&full, &time);
                                                        }});
        results.insert(taken);
      },
      options);
  EXPECT_EQ(result.verdict, interleave::Verdict::kPassed) << result.seen;
  EXPECT_EQ(results, (std::set{-1, 0}));
}

sem_t global_semaphore;

// One that is made outside begins with its count in every schedule.
TEST(Semaphore, MadeOutside) {
  sem_init(&global_semaphore, 0, 1);
  EXPLORE {
    const auto take = [] { sem_wait(&global_semaphore); };
    together({"a", take}, {"b", [&] {
                             sem_post(&global_semaphore);
                             take();
                           }});
    int count = 0;
    sem_getvalue(&global_semaphore, &count);
    EXPECT_EQ(count, 0);
  };
  int count = 0;
  sem_getvalue(&global_semaphore, &count);
  EXPECT_EQ(count, 1);
}

TEST(Spinlock, KeepsThreadsApart) {
  EXPECT_EQ(schedules_of([] {
              pthread_spinlock_t lock;
              pthread_spin_init(&lock, PTHREAD_PROCESS_PRIVATE);
              int count = 0;
              in_threads(3, [&](int) {
                pthread_spin_lock(&lock);
                ++count;
                pthread_spin_unlock(&lock);
              });
              interleave::check(pthread_spin_trylock(&lock) == 0, "it is free");
              interleave::check(pthread_spin_trylock(&lock) == EBUSY, "it is held");
              pthread_spin_unlock(&lock);
              pthread_spin_destroy(&lock);
              interleave::check(count == 3, "all have counted");
            }),
            6U);
}

TEST(PthreadBarrier, OneOfThoseWhoWaitIsTheLast) {
  EXPLORE {
    pthread_barrier_t barrier;
    pthread_barrier_init(&barrier, nullptr, 3);
    int written[3] = {};
    int serial[2] = {};
    std::mutex mutex;
    in_threads(3, [&](int i) {
      for (int round = 0; round < 2; ++round) {
        written[i] = round + 1;
        const int result = pthread_barrier_wait(&barrier);
        for (const int each : written) EXPECT_EQ(each, round + 1);
        if (result == PTHREAD_BARRIER_SERIAL_THREAD) {
          std::lock_guard lock(mutex);
          ++serial[round];
        }
        pthread_barrier_wait(&barrier);
      }
    });
    EXPECT_EQ(serial[0], 1);
    EXPECT_EQ(serial[1], 1);
    pthread_barrier_destroy(&barrier);
  };
}

TEST(PthreadMutex, ThatChecksErrorsReturnsThem) {
  EXPLORE {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ERRORCHECK);
    pthread_mutex_t mutex;
    pthread_mutex_init(&mutex, &attributes);
    EXPECT_EQ(pthread_mutex_unlock(&mutex), EPERM);
    EXPECT_EQ(pthread_mutex_lock(&mutex), 0);
    EXPECT_EQ(pthread_mutex_lock(&mutex), EDEADLK);
    together({"other", [&] { EXPECT_EQ(pthread_mutex_unlock(&mutex), EPERM); }});
    EXPECT_EQ(pthread_mutex_unlock(&mutex), 0);
    EXPECT_EQ(pthread_mutex_destroy(&mutex), 0);
  };
}

TEST(PthreadMutex, TimesOutByEitherClock) {
  EXPLORE {
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&mutex);
    together({"other", [&] {
                const timespec realtime = in_one_hour(CLOCK_REALTIME);
                EXPECT_EQ(pthread_mutex_timedlock(&mutex, &realtime), ETIMEDOUT);
                const timespec monotonic = in_one_hour(CLOCK_MONOTONIC);
                EXPECT_EQ(pthread_mutex_clocklock(&mutex, CLOCK_MONOTONIC, &monotonic), ETIMEDOUT);
              }});
    pthread_mutex_unlock(&mutex);
  };
}

TEST(PthreadCondition, MeasuresByTheClockOfItsAttributes) {
  EXPLORE {
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_t never;
    pthread_cond_init(&never, &attributes);
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&mutex);
    const timespec monotonic = in_one_hour(CLOCK_MONOTONIC);
    EXPECT_EQ(pthread_cond_timedwait(&never, &mutex, &monotonic), ETIMEDOUT);
    EXPECT_EQ(in_one_hour(CLOCK_MONOTONIC).tv_sec - monotonic.tv_sec, 3'600);
    const timespec realtime = in_one_hour(CLOCK_REALTIME);
    EXPECT_EQ(pthread_cond_clockwait(&never, &mutex, CLOCK_REALTIME, &realtime), ETIMEDOUT);
    pthread_mutex_unlock(&mutex);
    pthread_cond_destroy(&never);
  };
}

TEST(PthreadRwlock, TimesOutAndIsShared) {
  EXPLORE {
    pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
    pthread_rwlock_rdlock(&lock);
    pthread_rwlock_rdlock(&lock);
    together({"other", [&] {
                EXPECT_EQ(pthread_rwlock_trywrlock(&lock), EBUSY);
                EXPECT_EQ(pthread_rwlock_tryrdlock(&lock), 0);
                pthread_rwlock_unlock(&lock);
                const timespec time = in_one_hour(CLOCK_REALTIME);
                EXPECT_EQ(pthread_rwlock_timedwrlock(&lock, &time), ETIMEDOUT);
              }});
    pthread_rwlock_unlock(&lock);
    pthread_rwlock_unlock(&lock);
    pthread_rwlock_wrlock(&lock);
    together({"other", [&] {
                const timespec time = in_one_hour(CLOCK_REALTIME);
                EXPECT_EQ(pthread_rwlock_timedrdlock(&lock, &time), ETIMEDOUT);
              }});
    pthread_rwlock_unlock(&lock);
    pthread_rwlock_destroy(&lock);
  };
}

}  // namespace
