// What is destroyed while others may still use it: in some order of the steps one of them comes
// afterwards, and the systematic searches must try that order.
#include <gtest/gtest.h>
#include <pthread.h>
#include <semaphore.h>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "interleave/interleave.hpp"

namespace {

using interleave::FailureKind;
using interleave::Strategy;

interleave::Result tried(Strategy strategy, const std::function<void()>& body) {
  interleave::Options options;
  options.strategy = strategy;
  return interleave::explore(body, options);
}

// Each search finds an order that fails as a misuse whose headline has `words` in it.
void expect_destroyed_in_use(const std::function<void()>& body, const std::string& words) {
  for (const Strategy strategy : {Strategy::kMix, Strategy::kExhaustive, Strategy::kBounded}) {
    const interleave::Result result = tried(strategy, body);
    ASSERT_TRUE(result.failure) << result.seen;
    EXPECT_EQ(result.failure->kind, FailureKind::kMisuse) << result.failure->headline;
    EXPECT_NE(result.failure->headline.find(words), std::string::npos) << result.failure->headline;
  }
}

// Both are ordered: nothing more than the `schedules` of the rest is seen.
void expect_all(const std::function<void()>& body, std::uint64_t schedules) {
  const interleave::Result result = tried(Strategy::kExhaustive, body);
  EXPECT_FALSE(result.failure) << result.failure->headline;
  EXPECT_EQ(result.schedules, schedules) << result.seen;
}

// One post, and one who waits for it and takes it all down.
struct Gate {
  std::mutex mutex;
  std::condition_variable opened;
  bool is_open = false;

  void open_and_notify_unlocked() {
    {
      std::lock_guard lock(mutex);
      is_open = true;
    }
    opened.notify_one();
  }

  void open_and_notify_locked() {
    std::lock_guard lock(mutex);
    is_open = true;
    opened.notify_one();
  }

  void wait() {
    std::unique_lock lock(mutex);
    opened.wait(lock, [this] { return is_open; });
  }
};

TEST(Destroyed, WhileItIsNotifiedWithoutTheLock) {
  expect_destroyed_in_use(
      [] {
        auto gate = std::make_unique<Gate>();
        std::thread opener([&gate = *gate] { gate.open_and_notify_unlocked(); });
        gate->wait();
        gate.reset();
        opener.join();
      },
      "destroys opened while it is being used");
}

// Who waited has the lock again only when the opener has given it back: after the notification.
// The opener may come before the wait, or after it.
TEST(Destroyed, AfterItWasNotifiedWithTheLock) {
  expect_all(
      [] {
        auto gate = std::make_unique<Gate>();
        std::thread opener([&gate = *gate] { gate.open_and_notify_locked(); });
        gate->wait();
        gate.reset();
        opener.join();
      },
      2);
}

TEST(Destroyed, AfterTheOtherHasEnded) {
  expect_all(
      [] {
        auto gate = std::make_unique<Gate>();
        std::thread opener([&gate = *gate] { gate.open_and_notify_unlocked(); });
        gate->wait();
        opener.join();
        gate.reset();
      },
      2);
}

TEST(Destroyed, ASemaphoreWhileAnotherPosts) {
  expect_destroyed_in_use(
      [] {
        sem_t semaphore;
        sem_init(&semaphore, 0, 1);
        std::thread other([&] { sem_post(&semaphore); });
        sem_wait(&semaphore);
        sem_destroy(&semaphore);
        other.join();
      },
      "destroys semaphore while it is being used");
}

TEST(Destroyed, ASemaphoreByWhoWasLetOn) {
  expect_all(
      [] {
        sem_t semaphore;
        sem_init(&semaphore, 0, 0);
        std::thread other([&] { sem_post(&semaphore); });
        sem_wait(&semaphore);
        sem_destroy(&semaphore);
        other.join();
      },
      1);
}

TEST(Destroyed, AMutexThatAnotherIsAboutToLock) {
  expect_destroyed_in_use(
      [] {
        pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
        std::thread other([&] {
          pthread_mutex_lock(&mutex);
          pthread_mutex_unlock(&mutex);
        });
        pthread_mutex_destroy(&mutex);
        other.join();
      },
      "mutex");
}

TEST(Destroyed, ABarrierByOneWhoHasPassedIt) {
  expect_all(
      [] {
        pthread_barrier_t barrier;
        pthread_barrier_init(&barrier, nullptr, 2);
        std::thread other([&] { pthread_barrier_wait(&barrier); });
        pthread_barrier_wait(&barrier);
        pthread_barrier_destroy(&barrier);
        other.join();
      },
      2);
}

}  // namespace
