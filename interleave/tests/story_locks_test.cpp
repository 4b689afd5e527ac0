// The stories of threads that wait for each other, as a person reads them.
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "golden.hpp"

namespace {

using golden::expect_story;
using interleave::together;

TEST(StoryOfLocks, CycleOfTwo) {
  expect_story([] {
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
}

void eat(std::mutex& left, std::mutex& right) {
  std::lock_guard first(left);
  std::lock_guard second(right);
}

TEST(StoryOfLocks, CycleOfThree) {
  expect_story([] {
    std::array<std::mutex, 3> forks;
    together({"philosopher Hypatia", [&] { eat(forks[0], forks[1]); }},
             {"philosopher Aristotle", [&] { eat(forks[1], forks[2]); }},
             {"philosopher Zhuangzi", [&] { eat(forks[2], forks[0]); }});
  });
}

TEST(StoryOfLocks, LockedTwiceByOne) {
  expect_story([] {
    std::mutex mutex;
    std::lock_guard outer(mutex);
    mutex.lock();
  });
}

TEST(StoryOfLocks, NeverGivenBack) {
  expect_story([] {
    std::mutex mutex;
    together({"first", [&] { mutex.lock(); }}, {"second", [&] { mutex.lock(); }});
  });
}

class Mailbox {
 public:
  void put_without_telling(int letter) {
    std::lock_guard lock(mutex_);
    letter_ = letter;
  }
  void put_without_lock(int letter) {
    letter_ = letter;
    arrived_.notify_one();
  }
  int take() {
    std::unique_lock lock(mutex_);
    while (letter_ == 0) arrived_.wait(lock);
    return letter_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::atomic<int> letter_ = 0;
};

TEST(StoryOfLocks, EverybodySleeps) {
  expect_story([] {
    Mailbox box;
    together({"reader", [&] { box.take(); }}, {"sender", [&] { box.put_without_telling(1); }});
  });
}

TEST(StoryOfLocks, LostWakeup) {
  expect_story([] {
    Mailbox box;
    together({"reader", [&] { box.take(); }}, {"sender", [&] { box.put_without_lock(1); }});
  });
}

// One of two readers is woken, and the other one needed it.
TEST(StoryOfLocks, WakeupThatWentToAnother) {
  expect_story([] {
    std::mutex mutex;
    std::condition_variable changed;
    int turn = 0;
    const auto wait_for_turn = [&](int mine) {
      std::unique_lock lock(mutex);
      changed.wait(lock, [&] { return turn == mine; });
    };
    together({"first", [&] { wait_for_turn(1); }},
             {"second",
              [&] {
                wait_for_turn(2);
                std::lock_guard lock(mutex);
                turn = 1;
                changed.notify_all();
              }},
             {"starter", [&] {
                std::lock_guard lock(mutex);
                turn = 2;
                changed.notify_one();
              }});
  });
}

TEST(StoryOfLocks, JoinOfOneWhoWaits) {
  expect_story([] {
    std::mutex mutex;
    std::lock_guard lock(mutex);
    std::thread worker = interleave::thread("worker", [&] { std::lock_guard inner(mutex); });
    worker.join();
  });
}

// An atomic that is read beside the result of a call has its own name, and not the call's.
TEST(StoryOfLocks, AnAtomicBesideACall) {
  expect_story([] {
    std::atomic<bool> closed = false;
    std::vector<int> items;
    together({"receiver", [&] { interleave::check(closed || !items.empty(), "open and empty"); }},
             {"closer", [&] { closed = true; }});
  });
}

// One notification for two who wait. It is no lost one: whom it woke has gone on.
TEST(StoryOfLocks, OneNotificationForTwo) {
  expect_story([] {
    std::mutex mutex;
    std::condition_variable changed;
    bool closed = false;
    const auto wait = [&] {
      std::unique_lock lock(mutex);
      while (!closed) changed.wait(lock);
    };
    together({"anna", wait}, {"ben", wait}, {"closer", [&] {
                                               std::lock_guard lock(mutex);
                                               closed = true;
                                               changed.notify_one();
                                             }});
  });
}

class Ledger {
 public:
  void add(int amount) {
    std::lock_guard lock(mutex_);
    sum_ += amount;
    if (total() > 100) sum_ = 0;
  }
  int total() const {
    std::lock_guard lock(mutex_);
    return sum_;
  }

 private:
  mutable std::mutex mutex_;
  int sum_ = 0;
};

TEST(StoryOfLocks, LockedTwiceByACallOfItsOwn) {
  expect_story([] {
    Ledger ledger;
    ledger.add(7);
  });
}

}  // namespace
