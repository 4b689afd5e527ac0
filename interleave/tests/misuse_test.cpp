// A primitive used against its rules is told as that, with the rule.
#include <gtest/gtest.h>
#include <pthread.h>
#include <semaphore.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <mutex>
#include <regex>
#include <shared_mutex>
#include <string>
#include <thread>

#include "interleave/interleave.hpp"

namespace {

using interleave::together;

// Returns the headline of the misuse that the body ends in, without its place; else what it ends
// in.
std::string misuse_of(const std::function<void()>& body) {
  const interleave::Result result = interleave::explore(body);
  if (!result.failure) return "no failure: " + result.seen;
  const std::string kind(name(result.failure->kind));
  static const std::regex place(R"(\s\(misuse_test\.cpp:\d+\))");
  std::string headline = std::regex_replace(result.failure->headline, place, "");
  std::replace(headline.begin(), headline.end(), '\n', ' ');  // It is broken into lines.
  return result.failure->kind == interleave::FailureKind::kMisuse ? headline
                                                                  : kind + ": " + headline;
}

// No macro: what stands in one is on one line to the compiler, and so has no names of its own.
void expect_misuse(const std::function<void()>& body, const std::string& headline) {
  EXPECT_EQ(misuse_of(body), headline);
}

TEST(Misuse, UnlockOfWhatOneDoesNotHold) {
  expect_misuse(
      [] {
        std::mutex mutex;
        mutex.unlock();
      },
      "test unlocks mutex, which nobody holds.");
  expect_misuse(
      [] {
        std::recursive_mutex mutex;
        mutex.lock();
        together({"other", [&] { mutex.unlock(); }});
      },
      "other unlocks mutex, which another thread holds. test holds it.");
  expect_misuse(
      [] {
        std::shared_mutex mutex;
        mutex.lock_shared();
        together({"other", [&] { mutex.unlock_shared(); }});
      },
      "other unlocks mutex, which it does not hold.");
}

TEST(Misuse, LockThatIsNeverGivenBack) {
  expect_misuse(
      [] {
        std::mutex mutex;
        together({"forgetful", [&] { mutex.lock(); }});
      },
      "forgetful ended without giving back mutex.");
  expect_misuse(
      [] {
        std::shared_mutex mutex;
        together({"forgetful", [&] { mutex.lock_shared(); }});
      },
      "forgetful ended without giving back mutex.");
}

TEST(Misuse, DestroyedWhileInUse) {
  expect_misuse(
      [] {
        pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
        pthread_mutex_lock(&mutex);
        pthread_mutex_destroy(&mutex);
      },
      "test destroys mutex, which is still locked.");
  expect_misuse(
      [] {
        pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
        pthread_mutex_destroy(&mutex);
        pthread_mutex_lock(&mutex);
      },
      "test uses mutex, which was destroyed.");
  expect_misuse(
      [] {
        pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
        pthread_cond_destroy(&condition);
        pthread_cond_signal(&condition);
      },
      "test uses condition, which was destroyed.");
  expect_misuse(
      [] {
        pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
        pthread_cond_t never = PTHREAD_COND_INITIALIZER;
        std::thread sleeper = interleave::thread("sleeper", [&] {
          pthread_mutex_lock(&mutex);
          pthread_cond_wait(&never, &mutex);
        });
        interleave::until_others_wait();
        pthread_cond_destroy(&never);
        sleeper.join();
      },
      "test destroys never, on which a thread waits. sleeper waits on it.");
}

// Whoever gave up took his condition variable with him, and left a pointer to it behind.
TEST(Misuse, NotifiesWhoHasGone) {
  expect_misuse(
      [] {
        std::mutex mutex;
        std::condition_variable* sleeper = nullptr;
        together({"sleeper",
                  [&] {
                    std::condition_variable mine;
                    std::unique_lock lock(mutex);
                    sleeper = &mine;
                    mine.wait_for(lock, std::chrono::seconds(1));
                  }},
                 {"waker", [&] {
                    interleave::until_others_wait();
                    std::lock_guard lock(mutex);
                    sleeper->notify_one();
                  }});
      },
      "waker uses sleeper, which was destroyed.");
}

TEST(Misuse, WaitWithTheWrongMutex) {
  expect_misuse(
      [] {
        pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
        pthread_cond_t never = PTHREAD_COND_INITIALIZER;
        pthread_cond_wait(&never, &mutex);
      },
      "test waits on never with a mutex that it does not hold.");
  expect_misuse(
      [] {
        pthread_mutex_t mutexes[] = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER};
        pthread_cond_t never = PTHREAD_COND_INITIALIZER;
        const auto wait = [&](int i) {
          pthread_mutex_lock(&mutexes[i]);
          pthread_cond_wait(&never, &mutexes[i]);
        };
        together({"a", [&] { wait(0); }}, {"b", [&] {
                                             interleave::until_others_wait();
                                             wait(1);
                                           }});
      },
      "b waits on never with another mutex than the thread that waits there already.");
}

TEST(Misuse, WaitWithARecursiveMutexLockedTwice) {
  expect_misuse(
      [] {
        std::recursive_mutex mutex;
        pthread_cond_t never = PTHREAD_COND_INITIALIZER;
        mutex.lock();
        mutex.lock();
        pthread_cond_wait(&never, mutex.native_handle());
      },
      "test waits on never with a recursive mutex that it has locked twice: nobody else gets "
      "it.");
}

TEST(Misuse, UpgradeOfASharedLock) {
  expect_misuse(
      [] {
        std::shared_mutex mutex;
        std::shared_lock shared(mutex);
        mutex.lock();
      },
      "test wants mutex for itself while it holds the shared side: it would wait for itself "
      "for ever.");
}

void* nothing(void*) { return nullptr; }

TEST(Misuse, JoinOfOneself) {
  expect_misuse([] { pthread_join(pthread_self(), nullptr); },
                "test joins itself: it would wait for its own end for ever.");
}

TEST(Misuse, JoinAndDetachTwice) {
  expect_misuse(
      [] {
        pthread_t thread;
        pthread_create(&thread, nullptr, nothing, nullptr);
        pthread_join(thread, nullptr);
        pthread_join(thread, nullptr);
      },
      "test joins a thread that was joined already.");
  expect_misuse(
      [] {
        pthread_t thread;
        pthread_create(&thread, nullptr, nothing, nullptr);
        pthread_detach(thread);
        pthread_join(thread, nullptr);
      },
      "test joins a thread that is detached.");
  expect_misuse(
      [] {
        pthread_t thread;
        pthread_create(&thread, nullptr, nothing, nullptr);
        pthread_detach(thread);
        pthread_detach(thread);
      },
      "test detaches a thread that is detached already.");
}

TEST(Misuse, TwoJoinOneThread) {
  expect_misuse(
      [] {
        std::thread worker([] { std::this_thread::sleep_for(std::chrono::hours(1)); });
        together({"first", [&] { worker.join(); }}, {"second", [&] { worker.join(); }});
      },
      "second joins a thread that another one is joining already.");
}

TEST(Misuse, SemaphoreOverflow) {
  expect_misuse(
      [] {
        sem_t full;
        sem_init(&full, 0, SEM_VALUE_MAX);
        sem_post(&full);
      },
      "test posts full, which has the highest count there is.");
}

TEST(Misuse, BarrierForNobody) {
  expect_misuse(
      [] {
        pthread_barrier_t barrier;
        pthread_barrier_init(&barrier, nullptr, 0);
      },
      "test makes barrier for no thread at all: nobody could ever arrive last.");
}

TEST(Misuse, Spinlock) {
  expect_misuse(
      [] {
        pthread_spinlock_t spinlock;
        pthread_spin_init(&spinlock, PTHREAD_PROCESS_PRIVATE);
        pthread_spin_lock(&spinlock);
        pthread_spin_lock(&spinlock);
      },
      "test locks spinlock, which it holds already: it would wait for itself for ever.");
}

std::once_flag once;

TEST(Misuse, OnceInsideOfItself) {
  expect_misuse(
      [] { std::call_once(once, [] { std::call_once(once, [] {}); }); },
      "test begins an initialisation that it is in the middle of: it would wait for itself.");
}

// Deadlocks on the primitives of C are told by who waits for what.
TEST(Misuse, DeadlockOnASemaphoreAndABarrier) {
  const std::string headline = misuse_of([] {
    sem_t empty;
    sem_init(&empty, 0, 0);
    pthread_barrier_t three;
    pthread_barrier_init(&three, nullptr, 3);
    together({"a", [&] { sem_wait(&empty); }}, {"b", [&] { pthread_barrier_wait(&three); }});
  });
  EXPECT_NE(headline.find("deadlock"), std::string::npos) << headline;
  EXPECT_NE(headline.find("a waits on empty"), std::string::npos) << headline;
  EXPECT_NE(headline.find("b waits on three"), std::string::npos) << headline;
}

}  // namespace
