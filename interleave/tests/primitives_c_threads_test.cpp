// The C library's threads work unmodified, in every schedule: keys, once, ends, joins, C11.
#include <gtest/gtest.h>
#include <pthread.h>
#include <semaphore.h>
#include <threads.h>
#include <time.h>

#include <cerrno>
#include <mutex>
#include <thread>

#include "interleave/gtest.hpp"

namespace {

using interleave::together;

timespec in_one_hour(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  time.tv_sec += 3'600;
  return time;
}

int destroyed = 0;

TEST(PthreadKey, ValuesBelongToThreadsAndAreDestroyed) {
  EXPLORE {
    pthread_key_t key;
    pthread_key_create(&key, [](void* value) { destroyed += *static_cast<int*>(value); });
    int one = 1;
    int two = 2;
    const auto set = [key](int* value) {
      EXPECT_EQ(pthread_getspecific(key), nullptr);
      pthread_setspecific(key, value);
      std::this_thread::yield();
      EXPECT_EQ(pthread_getspecific(key), value);
    };
    std::thread([&] { set(&one); }).join();
    std::thread([&] { set(&two); }).join();
    EXPECT_EQ(destroyed, 3);
    EXPECT_EQ(pthread_getspecific(key), nullptr);
    pthread_key_delete(key);
  };
}

pthread_once_t once = PTHREAD_ONCE_INIT;
int once_count = 0;

TEST(PthreadOnce, RunsOnceInEverySchedule) {
  EXPLORE {
    const auto call = [] { pthread_once(&once, [] { ++once_count; }); };
    together({"a", call}, {"b", call});
    EXPECT_EQ(once_count, 1);
  };
}

struct Mark {
  int* at;
  ~Mark() { *at = 1; }
};

TEST(PthreadExit, CleansUpTheStackAndLeavesAResult) {
  EXPLORE {
    int cleaned = 0;
    pthread_t thread;
    pthread_create(
        &thread, nullptr,
        [](void* at) -> void* {
          Mark mark{static_cast<int*>(at)};
          pthread_exit(at);
        },
        &cleaned);
    void* result = nullptr;
    EXPECT_EQ(pthread_join(thread, &result), 0);
    EXPECT_EQ(result, &cleaned);
    EXPECT_EQ(cleaned, 1);
  };
}

TEST(PthreadExit, OfTheBodyLetsTheOthersFinish) {
  EXPLORE {
    static std::mutex mutex;
    std::thread([] { std::lock_guard lock(mutex); }).detach();
    pthread_exit(nullptr);
  };
}

TEST(PthreadJoin, TimesOutAndTries) {
  EXPLORE {
    pthread_t thread;
    sem_t go;
    sem_init(&go, 0, 0);
    pthread_create(
        &thread, nullptr,
        [](void* semaphore) -> void* {
          sem_wait(static_cast<sem_t*>(semaphore));
          return nullptr;
        },
        &go);
    EXPECT_EQ(pthread_tryjoin_np(thread, nullptr), EBUSY);
    const timespec time = in_one_hour(CLOCK_REALTIME);
    EXPECT_EQ(pthread_timedjoin_np(thread, nullptr, &time), ETIMEDOUT);
    sem_post(&go);
    EXPECT_EQ(pthread_join(thread, nullptr), 0);
  };
}

// Nobody can join it; the body waits for its last word, and that is enough.
TEST(DetachedThread, ThatTheBodyWaitsForIsNotLeftBehind) {
  EXPLORE {
    sem_t done;
    sem_init(&done, 0, 0);
    int result = 0;
    std::thread([&] {
      result = 1;
      sem_post(&done);
    }).detach();
    sem_wait(&done);
    EXPECT_EQ(result, 1);
  };
}

TEST(C11, ThreadsAndMutexes) {
  EXPLORE {
    struct Shared {
      mtx_t mutex;
      cnd_t changed;
      int count = 0;
    } shared;
    EXPECT_EQ(mtx_init(&shared.mutex, mtx_plain), thrd_success);
    EXPECT_EQ(cnd_init(&shared.changed), thrd_success);
    const thrd_start_t add = [](void* argument) {
      auto* to = static_cast<Shared*>(argument);
      mtx_lock(&to->mutex);
      ++to->count;
      cnd_signal(&to->changed);
      mtx_unlock(&to->mutex);
      return 42;
    };
    thrd_t threads[2];
    for (thrd_t& thread : threads) EXPECT_EQ(thrd_create(&thread, add, &shared), thrd_success);
    mtx_lock(&shared.mutex);
    while (shared.count < 2) cnd_wait(&shared.changed, &shared.mutex);
    const timespec time = in_one_hour(CLOCK_REALTIME);
    EXPECT_EQ(cnd_timedwait(&shared.changed, &shared.mutex, &time), thrd_timedout);
    mtx_unlock(&shared.mutex);
    for (const thrd_t thread : threads) {
      int result = 0;
      EXPECT_EQ(thrd_join(thread, &result), thrd_success);
      EXPECT_EQ(result, 42);
    }
    mtx_destroy(&shared.mutex);
    cnd_destroy(&shared.changed);
  };
}

once_flag c11_once = ONCE_FLAG_INIT;
int c11_once_count = 0;

TEST(C11, OnceExitSleepAndValues) {
  EXPLORE {
    tss_t key;
    EXPECT_EQ(tss_create(&key, nullptr), thrd_success);
    thrd_t thread;
    thrd_create(
        &thread,
        [](void* argument) -> int {
          const tss_t key = *static_cast<tss_t*>(argument);
          tss_set(key, argument);
          if (tss_get(key) != argument) return 0;
          call_once(&c11_once, [] { ++c11_once_count; });
          const timespec hour{3'600, 0};
          thrd_sleep(&hour, nullptr);
          thrd_yield();
          thrd_exit(3);
        },
        &key);
    call_once(&c11_once, [] { ++c11_once_count; });
    int result = 0;
    thrd_join(thread, &result);
    EXPECT_EQ(result, 3);
    EXPECT_EQ(c11_once_count, 1);
    EXPECT_EQ(tss_get(key), nullptr);
    tss_delete(key);
  };
}

}  // namespace
