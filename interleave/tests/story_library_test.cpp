// What the standard library does for itself is no step of a story.
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "interleave/interleave.hpp"

namespace {

using interleave::together;

std::vector<std::string> told(const std::function<void()>& body) {
  const interleave::Result result = interleave::explore(body);
  EXPECT_TRUE(result.failure) << result.seen;
  std::vector<std::string> steps;
  if (!result.failure) return steps;
  for (const interleave::Step& step : result.failure->story.steps) steps.push_back(step.what);
  return steps;
}

using Steps = std::vector<std::string>;

TEST(StoryOfTheLibrary, OwnersOfASharedPointerAreNotCounted) {
  EXPECT_EQ(told([] {
              const auto shared = std::make_shared<int>(1);
              together({"anna", [shared] { const auto copy = shared; }},
                       {"ben", [shared] { const auto copy = shared; }});
              interleave::check(false, "to be told");
            }),
            (Steps{"the assertion fails"}));
}

TEST(StoryOfTheLibrary, APromiseIsKeptWithoutDetails) {
  EXPECT_EQ(told([] {
              std::promise<int> promise;
              std::future<int> future = promise.get_future();
              together({"anna", [&] { promise.set_value(3); }}, {"ben", [&] { future.get(); }});
              interleave::check(false, "to be told");
            }).back(),
            "the assertion fails");
}

int& counter() {
  static int value = [] { return 7; }();
  return value;
}

TEST(StoryOfTheLibrary, GuardsOfStaticVariablesAreLeftOut) {
  EXPECT_EQ(told([] {
              counter();
              interleave::check(false, "to be told");
            }),
            (Steps{"the assertion fails"}));
}

TEST(StoryOfTheLibrary, WaitingForAnAtomicIsOneStep) {
  const Steps steps = told([] {
    std::atomic<int> flag = 0;
    flag.wait(0);
  });
  EXPECT_EQ(steps, (Steps{"sleeps on flag"}));
}

TEST(StoryOfTheLibrary, TheLockInsideOfAConditionVariableAnyIsLeftOut) {
  const Steps steps = told([] {
    std::condition_variable_any changed;
    std::mutex mutex;
    std::unique_lock lock(mutex);
    changed.wait(lock);
  });
  ASSERT_FALSE(steps.empty());
  EXPECT_EQ(steps.back(), "waits on changed");
  for (const std::string& step : steps)
    EXPECT_EQ(step.find("an atomic"), std::string::npos) << step;
}

}  // namespace
