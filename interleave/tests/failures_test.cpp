// Each kind of failure is found, called by its name, and told from the others.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "failing.hpp"
#include "interleave/interleave.hpp"

namespace {

using failing::contains;
using failing::failure_of;
using interleave::explore;
using interleave::Failure;
using interleave::FailureKind;
using interleave::Options;
using interleave::Result;
using interleave::together;
using interleave::Verdict;

TEST(Failures, DeadlockOfTwoLocks) {
  const Failure failure = failure_of([] {
    std::mutex left;
    std::mutex right;
    together({"anna",
              [&] {
                std::lock_guard first(left);
                std::lock_guard second(right);
              }},
             {"ben", [&] {
                std::lock_guard first(right);
                std::lock_guard second(left);
              }});
  });
  EXPECT_EQ(failure.kind, FailureKind::kDeadlock);
  EXPECT_TRUE(contains(failure.headline, "anna waits for right, which ben holds"))
      << failure.headline;
  EXPECT_TRUE(contains(failure.headline, "ben waits for left, which anna holds"))
      << failure.headline;
}

TEST(Failures, SelfLock) {
  const Failure failure = failure_of([] {
    std::mutex mutex;
    std::lock_guard outer(mutex);
    mutex.lock();
  });
  EXPECT_EQ(failure.kind, FailureKind::kDeadlock);
  EXPECT_TRUE(contains(failure.headline, "waits for mutex, which it holds itself"))
      << failure.headline;
}

TEST(Failures, LockThatIsNeverGivenBack) {
  const Failure failure = failure_of([] {
    std::mutex mutex;
    together({"first", [&] { mutex.lock(); }}, {"second", [&] { mutex.lock(); }});
  });
  EXPECT_EQ(failure.kind, FailureKind::kDeadlock);
  EXPECT_TRUE(contains(failure.headline, "held when it ended")) << failure.headline;
}

struct Mailbox {
  std::mutex mutex;
  std::condition_variable arrived;
  bool full = false;
};

// The flag is set and the signal given without the lock, between the look and the sleep.
TEST(Failures, LostWakeup) {
  const Failure failure = failure_of([] {
    std::mutex mutex;
    std::condition_variable arrived;
    std::atomic<bool> full = false;
    together({"receiver",
              [&] {
                std::unique_lock lock(mutex);
                while (!full) arrived.wait(lock);
              }},
             {"sender", [&] {
                full = true;
                arrived.notify_one();
              }});
  });
  EXPECT_EQ(failure.kind, FailureKind::kLostWakeup);
  EXPECT_TRUE(contains(failure.headline, "receiver sleeps on arrived")) << failure.headline;
  EXPECT_TRUE(contains(failure.headline, "after receiver had checked and before it slept"))
      << failure.headline;
}

// What the second receiver waits for comes by an atomic, and nobody is told of it.
TEST(Failures, LostWakeupOfASecondItemThatAnAtomicCounts) {
  const Failure failure = failure_of([] {
    std::mutex mutex;
    std::condition_variable not_empty;
    std::atomic<int> items = 0;
    const auto receive = [&] {
      std::unique_lock lock(mutex);
      not_empty.wait(lock, [&] { return items > 0; });
      --items;
    };
    const auto send = [&] {
      interleave::until_others_wait();
      for (int item = 0; item < 2; ++item) {
        if (items++ > 0) continue;  // The mistake: somebody else may be asleep.
        std::lock_guard lock(mutex);
        not_empty.notify_one();
      }
    };
    together({"first", receive}, {"second", receive}, {"sender", send});
  });
  EXPECT_EQ(failure.kind, FailureKind::kLostWakeup) << failure.headline;
}

TEST(Failures, SleeperThatNobodyEverNotifiesIsADeadlock) {
  const Failure failure = failure_of([] {
    Mailbox box;
    together({"receiver",
              [&] {
                std::unique_lock lock(box.mutex);
                box.arrived.wait(lock, [&] { return box.full; });
              }},
             {"sender", [&] {
                std::lock_guard lock(box.mutex);
                box.full = true;
              }});
  });
  EXPECT_EQ(failure.kind, FailureKind::kDeadlock);
  EXPECT_TRUE(contains(failure.headline, "and notified nobody")) << failure.headline;
}

// Notified, but what it waits for has not come: no wake-up was lost.
TEST(Failures, SleeperWhoseConditionIsFalseIsADeadlock) {
  const Failure failure = failure_of([] {
    Mailbox box;
    together({"receiver",
              [&] {
                std::unique_lock lock(box.mutex);
                box.arrived.wait(lock, [&] { return box.full; });
              }},
             {"sender", [&] { box.arrived.notify_one(); }});
  });
  EXPECT_EQ(failure.kind, FailureKind::kDeadlock);
}

TEST(Failures, DataRaceNamesBothPlacesAndLocks) {
  const Failure failure = failure_of([] {
    std::mutex mutex;
    int balance = 0;
    together({"anna",
              [&] {
                std::lock_guard lock(mutex);
                balance += 1;
              }},
             {"ben", [&] { balance += 2; }});
  });
  EXPECT_EQ(failure.kind, FailureKind::kDataRace);
  EXPECT_TRUE(contains(failure.headline, "ben changes")) << failure.headline;
  EXPECT_TRUE(contains(failure.headline, "anna ")) << failure.headline;
  EXPECT_TRUE(contains(failure.headline, "holding mutex")) << failure.headline;
  EXPECT_TRUE(contains(failure.headline, "holding no lock")) << failure.headline;
}

// A race is a race in any schedule, also in one where it does no harm.
TEST(Failures, DataRaceIsFoundInTheFirstSchedule) {
  const Failure failure = failure_of([] {
    int balance = 0;
    together({"anna", [&] { ++balance; }}, {"ben", [&] { ++balance; }});
  });
  EXPECT_EQ(failure.schedule_number, 1u);
}

TEST(Failures, NeighbouringBytesAreNoRace) {
  const Result result = explore([] {
    struct {
      char a = 0;
      char b = 0;
    } pair;
    together({"anna", [&] { pair.a = 1; }}, {"ben", [&] { pair.b = 1; }});
    interleave::check(pair.a + pair.b == 2, "both were written");
  });
  EXPECT_EQ(result.verdict, Verdict::kPassed) << result.seen;
}

TEST(Failures, RelaxedAtomicsOrderNothing) {
  const auto publish = [](std::memory_order store, std::memory_order load) {
    return [store, load] {
      std::atomic<bool> ready = false;
      int data = 0;
      together({"writer",
                [&] {
                  data = 1;
                  ready.store(true, store);
                }},
               {"reader", [&] {
                  if (ready.load(load)) data = data + 1;
                }});
    };
  };
  EXPECT_EQ(failure_of(publish(std::memory_order_relaxed, std::memory_order_acquire)).kind,
            FailureKind::kDataRace);
  EXPECT_EQ(failure_of(publish(std::memory_order_release, std::memory_order_relaxed)).kind,
            FailureKind::kDataRace);
  EXPECT_EQ(explore(publish(std::memory_order_release, std::memory_order_acquire)).verdict,
            Verdict::kPassed);
}

TEST(Failures, SpinningForEver) {
  const Failure failure = failure_of([] {
    std::atomic<bool> flag = false;
    together({"spinner", [&] {
                while (!flag) {
                }
              }});
  });
  EXPECT_EQ(failure.kind, FailureKind::kNeverEnds);
}

TEST(Failures, GoingRoundInPlainMemory) {
  const Failure failure = failure_of([] {
    bool flag = false;
    const auto wait = [&flag] {
      while (!flag) {
      }
    };
    wait();
  });
  EXPECT_EQ(failure.kind, FailureKind::kNeverEnds);
}

// Nothing in it can be watched, neither steps nor memory.
TEST(Failures, GoingRoundInARegister) {
  const Failure failure = failure_of([] {
    for (;;) asm volatile("");
  });
  EXPECT_EQ(failure.kind, FailureKind::kNeverEnds);
  EXPECT_TRUE(contains(failure.headline, "round and round")) << failure.headline;
}

// It ends: another thread sets the flag, and a spinner lets the others have their turn.
TEST(Failures, SpinningUntilAnotherIsDoneEnds) {
  const auto spin = [] {
    std::atomic<bool> flag = false;
    together({"spinner",
              [&] {
                while (!flag) {
                }
              }},
             {"setter", [&] { flag = true; }});
  };
  EXPECT_EQ(explore(spin).verdict, Verdict::kPassed);
}

void wait_by_sleeping() {
  Mailbox box;
  together({"sender",
            [&] {
              interleave::until_others_wait();
              std::lock_guard lock(box.mutex);
              box.full = true;
            }},
           {"receiver", [&] {
              for (;;) {
                {
                  std::lock_guard lock(box.mutex);
                  if (box.full) return;
                }
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
              }
            }});
}

TEST(Failures, PollingWhereItIsForbidden) {
  Options options;
  options.polling_forbidden = true;
  const Failure failure = failure_of(wait_by_sleeping, options);
  EXPECT_EQ(failure.kind, FailureKind::kPolls);
  EXPECT_TRUE(contains(failure.headline, "receiver")) << failure.headline;
}

TEST(Failures, UncaughtExceptionInAThread) {
  const Failure failure = failure_of([] {
    together({"thrower", [] { throw std::runtime_error("no such file"); }});
  });
  EXPECT_EQ(failure.kind, FailureKind::kCrash);
  EXPECT_EQ(failure.exception_type, "std::runtime_error");
  EXPECT_EQ(failure.exception_message, "no such file");
}

TEST(Failures, UncaughtExceptionInTheBody) {
  const Failure failure = failure_of([] { throw std::logic_error("at once"); });
  EXPECT_EQ(failure.exception_message, "at once");
}

TEST(Failures, NullPointer) {
  const Failure failure = failure_of([] {
    int* volatile nowhere = nullptr;
    interleave::check(*nowhere == 1, "never reached");
  });
  EXPECT_EQ(failure.kind, FailureKind::kCrash);
  EXPECT_TRUE(contains(failure.headline, "null pointer")) << failure.headline;
}

int recurse(int depth) { return depth < 0 ? 0 : recurse(depth + 1) + depth; }

TEST(Failures, StackOverflow) {
  const Failure failure = failure_of([] { interleave::check(recurse(1) > 0, "never reached"); });
  EXPECT_EQ(failure.kind, FailureKind::kCrash);
  EXPECT_TRUE(contains(failure.headline, "overflows its stack")) << failure.headline;
}

TEST(Failures, Abort) {
  const Failure failure = failure_of([] { std::abort(); });
  EXPECT_EQ(failure.kind, FailureKind::kCrash);
}

TEST(Failures, ThreadThatIsNotJoined) {
  const Failure failure = failure_of([] { std::thread forgotten([] {}); });
  EXPECT_EQ(failure.kind, FailureKind::kThreadLeftBehind);
  EXPECT_TRUE(contains(failure.headline, "without having been joined")) << failure.headline;
}

TEST(Failures, DetachedThreadThatOutlivesTheBody) {
  const Failure failure = failure_of([] { std::thread([] {}).detach(); });
  EXPECT_EQ(failure.kind, FailureKind::kThreadLeftBehind);
}

TEST(Failures, UnlockOfAMutexThatAnotherHolds) {
  const Failure failure = failure_of([] {
    std::mutex mutex;
    mutex.lock();
    together({"thief", [&] { mutex.unlock(); }});
  });
  EXPECT_EQ(failure.kind, FailureKind::kMisuse);
}

TEST(Failures, CheckFailsWithItsMessage) {
  const Failure failure = failure_of([] { interleave::check(1 + 1 == 3, "sums are wrong"); });
  EXPECT_EQ(failure.kind, FailureKind::kWrongResult);
  EXPECT_TRUE(contains(failure.headline, "test finds a wrong result")) << failure.headline;
  EXPECT_TRUE(contains(failure.headline, "sums are wrong")) << failure.headline;
}

// One random schedule in a hundred or so shows it; the systematic search needs one preemption.
TEST(Failures, AtomicsThatAreNotOneStep) {
  const Failure failure = failure_of([] {
    std::atomic<int> balance = 0;
    const auto deposit = [&] { balance = balance + 1; };
    together({"anna", deposit}, {"ben", deposit});
    interleave::check(balance == 2, "a deposit was lost");
  });
  EXPECT_EQ(failure.kind, FailureKind::kWrongResult);
}

}  // namespace
