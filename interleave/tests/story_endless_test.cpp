// The stories of programs that do not come to an end.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "golden.hpp"

namespace {

using golden::expect_story;
using interleave::together;

TEST(StoryOfTheEndless, SpinsOnWhatNobodySets) {
  expect_story([] {
    std::atomic<bool> ready = false;
    together({"spinner", [&] {
                while (!ready) {
                }
              }});
  });
}

// Each gives way to the other for ever.
TEST(StoryOfTheEndless, TwoThatGiveWay) {
  expect_story([] {
    std::atomic<int> wants_to_pass = 0;
    const auto pass = [&] {
      for (;;) {
        wants_to_pass.fetch_add(1);
        if (wants_to_pass.load() == 3) return;
        wants_to_pass.fetch_sub(1);
      }
    };
    together({"anna", pass}, {"ben", pass});
  });
}

TEST(StoryOfTheEndless, RoundInPlainMemory) {
  expect_story([] {
    bool ready = false;
    const auto wait = [&ready] {
      while (!ready) {
      }
    };
    wait();
  });
}

TEST(StoryOfTheEndless, RoundInARegister) {
  expect_story([] {
    for (;;) asm volatile("");
  });
}

TEST(StoryOfTheEndless, StepLimit) {
  interleave::Options options;
  options.steps_max = 200;
  expect_story(
      [] {
        std::mutex mutex;
        for (;;) {
          std::lock_guard lock(mutex);
        }
      },
      options);
}

TEST(StoryOfTheEndless, PollsWhereItIsForbidden) {
  interleave::Options options;
  options.polling_forbidden = true;
  expect_story(
      [] {
        std::mutex mutex;
        bool full = false;
        together({"sender",
                  [&] {
                    interleave::until_others_wait();
                    std::lock_guard lock(mutex);
                    full = true;
                  }},
                 {"receiver", [&] {
                    for (;;) {
                      std::this_thread::sleep_for(std::chrono::milliseconds(1));
                      std::lock_guard lock(mutex);
                      if (full) return;
                    }
                  }});
      },
      options);
}

// Who could end it waits for a lock that the busy one keeps: that is said, too.
TEST(StoryOfTheEndless, WhoCouldEndItIsKeptOut) {
  interleave::Options options;
  options.steps_max = 500;
  expect_story(
      [] {
        std::mutex turn;
        std::mutex mutex;
        std::condition_variable answered;
        bool stopped = false;
        together({"sender",
                  [&] {
                    std::lock_guard mine(turn);
                    std::unique_lock lock(mutex);
                    while (!stopped) answered.wait_for(lock, std::chrono::milliseconds(100));
                  }},
                 {"stopper", [&] {
                    std::lock_guard mine(turn);
                    std::lock_guard lock(mutex);
                    stopped = true;
                  }});
      },
      options);
}

}  // namespace
