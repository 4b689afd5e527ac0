// The stories of programs that do not come to an end.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
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

}  // namespace
