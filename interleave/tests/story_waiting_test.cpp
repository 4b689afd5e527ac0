// What is said of threads that sleep on a condition variable when nobody can go on: whether what
// they wait for has come, who made it true, and where its notification went.
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "failing.hpp"

namespace {

using failing::contains;
using failing::failure_of;
using interleave::Failure;
using interleave::FailureKind;
using interleave::MissedWakeup;
using interleave::together;

// What the story says of the sleeper that missed its notification; fails the test if none did.
MissedWakeup missed_by(const Failure& failure, const std::string& sleeper) {
  EXPECT_TRUE(failure.story.diagnosis.missed) << failure.headline;
  if (!failure.story.diagnosis.missed) return {};
  EXPECT_EQ(failure.story.threads[failure.story.diagnosis.missed->sleeper].name, sleeper);
  return *failure.story.diagnosis.missed;
}

struct Box {
  std::mutex mutex;
  std::condition_variable filled;
  std::condition_variable emptied;
  int letters = 0;

  void take(int wanted) {
    std::unique_lock lock(mutex);
    filled.wait(lock, [this, wanted] { return letters >= wanted; });
  }
};

// A look at an atomic is no sign that the wait is over.
TEST(StoryOfWaiting, AFalseConditionThatReadsAnAtomicIsADeadlock) {
  const Failure failure = failure_of([] {
    Box box;
    std::atomic<bool> closed = false;
    together({"reader",
              [&] {
                std::unique_lock lock(box.mutex);
                while (box.letters < 2 && !closed) box.filled.wait(lock);
              }},
             {"writer", [&] {
                std::lock_guard lock(box.mutex);
                ++box.letters;
                box.filled.notify_one();
              }});
  });
  EXPECT_EQ(failure.kind, FailureKind::kDeadlock) << failure.headline;
  EXPECT_FALSE(failure.story.diagnosis.missed) << failure.headline;
  EXPECT_FALSE(contains(failure.headline, "has come")) << failure.headline;
}

// Nor is one that changes what it looks at, or that takes another lock.
TEST(StoryOfWaiting, AFalseConditionMayTakeStepsOfEveryKind) {
  const Failure failure = failure_of([] {
    Box box;
    std::mutex other;
    bool ready = false;
    std::atomic<int> looks = 0;
    const auto is_ready = [&] {
      ++looks;
      std::lock_guard lock(other);
      return ready;
    };
    together({"reader",
              [&] {
                std::unique_lock lock(box.mutex);
                while (!is_ready()) box.filled.wait(lock);
              }},
             {"writer", [&] {
                std::lock_guard lock(box.mutex);
                box.filled.notify_one();
              }});
  });
  EXPECT_EQ(failure.kind, FailureKind::kDeadlock) << failure.headline;
  EXPECT_FALSE(failure.story.diagnosis.missed) << failure.headline;
}

// What only a lock would show that a stuck thread holds is not known.
TEST(StoryOfWaiting, NothingIsSaidOfAConditionBehindAHeldLock) {
  const Failure failure = failure_of([] {
    Box box;
    std::mutex held;
    bool ready = false;
    const auto is_ready = [&] {
      std::lock_guard lock(held);
      return ready;
    };
    together({"reader",
              [&] {
                std::unique_lock lock(box.mutex);
                while (!is_ready()) box.filled.wait(lock);
              }},
             {"writer", [&] {
                interleave::until_others_wait();
                std::lock_guard lock(held);
                ready = true;
                std::lock_guard never_given(held);
              }});
  });
  EXPECT_EQ(failure.kind, FailureKind::kDeadlock) << failure.headline;
  EXPECT_FALSE(failure.story.diagnosis.missed) << failure.headline;
}

TEST(StoryOfWaiting, WhoMadeItTrueAndNotifiedNobody) {
  const Failure failure = failure_of([] {
    Box box;
    together({"reader", [&] { box.take(1); }}, {"writer", [&] {
                                                  std::lock_guard lock(box.mutex);
                                                  box.letters = 1;
                                                }});
  });
  EXPECT_EQ(failure.kind, FailureKind::kDeadlock) << failure.headline;
  const MissedWakeup missed = missed_by(failure, "reader");
  ASSERT_TRUE(missed.maker);
  EXPECT_EQ(failure.story.threads[*missed.maker].name, "writer");
  EXPECT_TRUE(contains(missed.made_true.text, "box.letters = 1")) << missed.made_true.text;
  EXPECT_TRUE(contains(failure.headline, "and notified nobody")) << failure.headline;
}

TEST(StoryOfWaiting, WhoNotifiedAnother) {
  const Failure failure = failure_of([] {
    Box box;
    together({"reader", [&] { box.take(1); }}, {"writer", [&] {
                                                  std::lock_guard lock(box.mutex);
                                                  box.letters = 1;
                                                  box.emptied.notify_one();
                                                }});
  });
  const MissedWakeup missed = missed_by(failure, "reader");
  ASSERT_TRUE(missed.notified_instead);
  EXPECT_TRUE(contains(failure.story.objects[*missed.notified_instead].name, "emptied"));
  EXPECT_TRUE(contains(failure.headline, "emptied, not")) << failure.headline;
}

TEST(StoryOfWaiting, ANotificationBetweenLookAndSleep) {
  const Failure failure = failure_of([] {
    Box box;
    std::atomic<bool> ready = false;
    together({"reader",
              [&] {
                std::unique_lock lock(box.mutex);
                while (!ready) box.filled.wait(lock);
              }},
             {"writer", [&] {
                ready = true;
                box.filled.notify_one();
              }});
  });
  EXPECT_EQ(failure.kind, FailureKind::kLostWakeup) << failure.headline;
  const MissedWakeup missed = missed_by(failure, "reader");
  EXPECT_TRUE(missed.between_look_and_sleep);
  EXPECT_TRUE(missed.notified_after);
  EXPECT_FALSE(missed.while_asleep);
}

// The one whose wait should have ended is named, not the worker that is idle.
TEST(StoryOfWaiting, AnIdleWorkerIsNotTheVictim) {
  const Failure failure = failure_of([] {
    Box box;
    std::condition_variable work;
    std::atomic<bool> stop = false;
    bool has_work = false;
    const auto worker = [&] {
      std::unique_lock lock(box.mutex);
      for (;;) {
        work.wait(lock, [&] { return has_work || stop; });
        if (stop) return;
        has_work = false;
        ++box.letters;
        box.filled.notify_one();  // The mistake: two may wait.
      }
    };
    const auto boss = [&] {
      {
        std::lock_guard lock(box.mutex);
        has_work = true;
        work.notify_one();
      }
      box.take(1);
    };
    std::thread idle = interleave::thread("worker", worker);
    together({"guest", [&] { box.take(1); }}, {"boss", boss});
    stop = true;
    work.notify_one();
    idle.join();
  });
  EXPECT_EQ(failure.kind, FailureKind::kLostWakeup) << failure.headline;
  ASSERT_TRUE(failure.story.diagnosis.missed) << failure.headline;
  const MissedWakeup& missed = *failure.story.diagnosis.missed;
  EXPECT_NE(failure.story.threads[missed.sleeper].name, "worker") << failure.headline;
  EXPECT_EQ(failure.story.threads[missed.maker.value()].name, "worker") << failure.headline;
  EXPECT_EQ(missed.woken.size(), 1u);
}

// Each sleeper is asked in a run of its own: what the first one takes is there for the second.
TEST(StoryOfWaiting, WhatOneSleeperWouldTakeIsNotGoneForTheNext) {
  const Failure failure = failure_of([] {
    Box box;
    const auto take = [&] {
      std::unique_lock lock(box.mutex);
      while (box.letters == 0) box.filled.wait(lock);
      --box.letters;
    };
    together({"anna", take}, {"ben", take}, {"writer", [&] {
                                               interleave::until_others_wait();
                                               std::lock_guard lock(box.mutex);
                                               box.letters = 2;
                                               box.filled.notify_one();
                                             }});
  });
  EXPECT_EQ(failure.kind, FailureKind::kLostWakeup) << failure.headline;
  EXPECT_TRUE(contains(failure.headline, "woke only")) << failure.headline;
}

// A plain loop that never ends in a condition must not hang the telling of the story.
TEST(StoryOfWaiting, AConditionThatNeverEndsIsNotWaitedFor) {
  const Failure failure = failure_of([] {
    Box box;
    std::atomic<int> looks = 0;
    together({"reader",
              [&] {
                std::unique_lock lock(box.mutex);
                box.filled.wait(lock, [&] {
                  if (looks++ > 0) {
                    for (;;) std::this_thread::yield();
                  }
                  return false;
                });
              }},
             {"writer", [] {}});
  });
  EXPECT_EQ(failure.kind, FailureKind::kDeadlock) << failure.headline;
  EXPECT_FALSE(failure.story.diagnosis.missed) << failure.headline;
}

}  // namespace
