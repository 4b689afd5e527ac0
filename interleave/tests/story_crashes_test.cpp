// The stories of programs that would take the whole process with them.
#include <gtest/gtest.h>

#undef NDEBUG
#include <cassert>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "golden.hpp"

namespace {

using golden::expect_story;
using interleave::together;

TEST(StoryOfCrashes, WrongResult) {
  expect_story([] {
    std::mutex mutex;
    int balance = 0;
    const auto deposit = [&] {
      int seen = 0;
      {
        std::lock_guard lock(mutex);
        seen = balance;
      }
      std::lock_guard lock(mutex);
      balance = seen + 1;
    };
    together({"anna", deposit}, {"ben", deposit});
    interleave::check(balance == 2, "a deposit was lost");
  });
}

TEST(StoryOfCrashes, UncaughtException) {
  expect_story([] { together({"thrower", [] { throw std::runtime_error("no such file"); }}); });
}

TEST(StoryOfCrashes, UncaughtInt) {
  expect_story([] { throw 7; });
}

TEST(StoryOfCrashes, Terminate) {
  expect_story([] { together({"quitter", [] { std::terminate(); }}); });
}

TEST(StoryOfCrashes, NullPointer) {
  expect_story([] {
    int* volatile nowhere = nullptr;
    *nowhere = 1;
  });
}

TEST(StoryOfCrashes, WildPointer) {
  expect_story([] {
    int* volatile wild = reinterpret_cast<int*>(0x7000'0000'0000);
    *wild = 1;
  });
}

TEST(StoryOfCrashes, DivisionByZero) {
  expect_story([] {
    volatile int zero = 0;
    volatile int result = 7 / zero;
    static_cast<void>(result);
  });
}

TEST(StoryOfCrashes, Abort) {
  expect_story([] { together({"quitter", [] { std::abort(); }}); });
}

TEST(StoryOfCrashes, Assert) {
  expect_story([] {
    const int balance = 3;
    assert(balance == 4);
  });
}

TEST(StoryOfCrashes, RaisedSignal) {
  expect_story([] { together({"quitter", [] { std::raise(SIGILL); }}); });
}

int recurse(int depth) { return depth < 0 ? 0 : recurse(depth + 1) + depth; }

TEST(StoryOfCrashes, StackOverflow) {
  expect_story([] { together({"digger", [] { recurse(1); }}); });
}

TEST(StoryOfCrashes, ThreadThatIsNotJoined) {
  expect_story([] { std::thread forgotten = interleave::thread("forgotten", [] {}); });
}

TEST(StoryOfCrashes, ThreadThatOutlivesTheBody) {
  expect_story([] { interleave::thread("forgotten", [] {}).detach(); });
}

TEST(StoryOfCrashes, UnlockByAnother) {
  expect_story([] {
    std::mutex mutex;
    mutex.lock();
    together({"thief", [&] { mutex.unlock(); }});
  });
}

struct Mailroom {
  std::mutex mutex;
  std::condition_variable filled;
};

// A lock behind a null pointer is the program's crash, told at its line.
TEST(StoryOfCrashes, AMutexBehindANullPointer) {
  expect_story([] {
    Mailroom* nowhere = nullptr;
    together({"clerk", [&] { nowhere->mutex.lock(); }});
  });
}

TEST(StoryOfCrashes, AConditionVariableBehindANullPointer) {
  expect_story([] {
    Mailroom* nowhere = nullptr;
    together({"clerk", [&] { nowhere->filled.notify_one(); }});
  });
}

}  // namespace
