// The stories of data races and of memory that is used after it was freed.
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>
#include <vector>

#include "golden.hpp"

namespace {

using golden::expect_story;
using interleave::together;

TEST(StoryOfRaces, LocalVariable) {
  expect_story([] {
    int balance = 0;
    together({"anna", [&] { balance += 1; }}, {"ben", [&] { balance += 2; }});
  });
}

class Account {
 public:
  void deposit(int amount) {
    std::lock_guard lock(mutex_);
    add(amount);
  }
  void deposit_in_a_hurry(int amount) { add(amount); }

 private:
  void add(int amount) { balance_ += amount; }

  std::mutex mutex_;
  int balance_ = 0;
};

TEST(StoryOfRaces, MemberWithAndWithoutTheLock) {
  expect_story([] {
    Account account;
    together({"anna", [&] { account.deposit(1); }},
             {"ben", [&] { account.deposit_in_a_hurry(2); }});
  });
}

int visitors = 0;
struct Counters {
  int in = 0;
  int out = 0;
};
Counters counters;

TEST(StoryOfRaces, GlobalVariable) {
  expect_story([] { together({"anna", [] { ++visitors; }}, {"ben", [] { ++visitors; }}); });
}

TEST(StoryOfRaces, MemberOfAGlobal) {
  expect_story([] { together({"anna", [] { ++counters.out; }}, {"ben", [] { ++counters.out; }}); });
}

int next_number() {
  static int last = 0;
  return ++last;
}

TEST(StoryOfRaces, StaticLocal) {
  expect_story([] { together({"anna", [] { next_number(); }}, {"ben", [] { next_number(); }}); });
}

TEST(StoryOfRaces, MemberOfAnObjectOnTheHeap) {
  expect_story([] {
    const auto shared = std::make_unique<Counters>();
    together({"anna", [&] { ++shared->out; }}, {"ben", [&] { ++shared->out; }});
  });
}

TEST(StoryOfRaces, ElementOfAVector) {
  expect_story([] {
    std::vector<int> numbers(8);
    together({"anna", [&] { numbers[3] = 1; }}, {"ben", [&] { numbers[3] = 2; }});
  });
}

TEST(StoryOfRaces, InsideOfAVector) {
  expect_story([] {
    std::vector<int> numbers;
    together({"anna", [&] { numbers.push_back(1); }}, {"ben", [&] { numbers.push_back(2); }});
  });
}

TEST(StoryOfRaces, TwoDifferentLocks) {
  expect_story([] {
    std::mutex left;
    std::mutex right;
    int balance = 0;
    together({"anna",
              [&] {
                std::lock_guard lock(left);
                ++balance;
              }},
             {"ben", [&] {
                std::lock_guard lock(right);
                ++balance;
              }});
  });
}

TEST(StoryOfRaces, RelaxedFlag) {
  expect_story([] {
    std::atomic<bool> ready = false;
    int data = 0;
    together({"writer",
              [&] {
                data = 1;
                ready.store(true, std::memory_order_relaxed);
              }},
             {"reader", [&] {
                if (ready.load(std::memory_order_acquire)) data = data + 1;
              }});
  });
}

TEST(StoryOfRaces, ReleasedBeforeTheWrite) {
  expect_story([] {
    std::atomic<bool> ready = false;
    int data = 0;
    together({"writer",
              [&] {
                ready.store(true, std::memory_order_release);
                data = 1;
              }},
             {"reader", [&] {
                if (ready.load(std::memory_order_acquire)) data = data + 1;
              }});
  });
}

TEST(StoryOfRaces, UseAfterFree) {
  expect_story([] {
    auto* number = new int(3);
    together({"owner", [&] { delete number; }});
    *number = 4;
  });
}

TEST(StoryOfRaces, DoubleFree) {
  expect_story([] {
    auto* number = new int(3);
    together({"owner", [&] { delete number; }});
    delete number;
  });
}

TEST(StoryOfRaces, FreeWhileAnotherUsesIt) {
  expect_story([] {
    auto* number = new int(3);
    together({"owner", [&] { delete number; }}, {"guest", [&] { *number = 4; }});
  });
}

TEST(StoryOfRaces, BothShareTheLock) {
  expect_story([] {
    std::shared_mutex mutex;
    int looks = 0;
    const auto look = [&] {
      std::shared_lock lock(mutex);
      ++looks;
    };
    together({"anna", look}, {"ben", look});
  });
}

}  // namespace
