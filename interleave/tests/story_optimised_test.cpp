// Stories of code that the compiler has optimised (this file is, in every build): calls that it
// made part of others are told as they were written, and each once.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "interleave/interleave.hpp"

namespace {

using interleave::together;
using Steps = std::vector<std::string>;

Steps told(const std::function<void()>& body) {
  const interleave::Result result = interleave::explore(body);
  EXPECT_TRUE(result.failure) << result.seen;
  Steps steps;
  if (!result.failure) return steps;
  for (const interleave::Step& step : result.failure->story.steps) steps.push_back(step.what);
  return steps;
}

class Lamp {
 public:
  void light() {
    std::lock_guard lock(mutex_);
    is_lit_ = true;
  }
  void await_light() {
    std::unique_lock lock(mutex_);
    lit_.wait(lock, [this] { return is_lit_; });
  }
  void count() {
    ++looks_;
    looks_ += 2;
  }

 private:
  std::mutex mutex_;
  std::condition_variable lit_;
  bool is_lit_ = false;
  std::atomic<int> looks_ = 0;
};

TEST(StoryOfOptimisedCode, ACallThatOnlyLocksIsToldOnce) {
  const Steps steps = told([] {
    Lamp lamp;
    together({"guest", [&] { lamp.await_light(); }}, {"host", [&] { lamp.light(); }});
  });
  EXPECT_EQ(std::count(steps.begin(), steps.end(), "lamp.light()"), 1);
  EXPECT_EQ(std::count(steps.begin(), steps.end(), "lamp.await_light()"), 1);
}

TEST(StoryOfOptimisedCode, SeveralStepsOfOneCallAreToldUnderIt) {
  const Steps steps = told([] {
    Lamp lamp;
    lamp.count();
    interleave::check(false, "to be told");
  });
  EXPECT_EQ(steps,
            (Steps{"lamp.count()", "updates looks_", "updates looks_", "the assertion fails"}));
}

struct Channel {
  std::mutex mutex;
  std::condition_variable changed;
  int value = 0;
};

Channel& operator<<(Channel& channel, int value) {
  std::lock_guard lock(channel.mutex);
  channel.value = value;
  return channel;
}
bool operator<=(int value, Channel& channel) {
  std::lock_guard lock(channel.mutex);
  return value <= channel.value;
}

TEST(StoryOfOptimisedCode, OperatorsAreToldAsTheyAreWritten) {
  const Steps steps = told([] {
    Channel channel;
    channel << 1;
    (void)(2 <= channel);
    std::unique_lock lock(channel.mutex);
    channel.changed.wait(lock);
  });
  EXPECT_EQ(std::count(steps.begin(), steps.end(), "channel << 1"), 1);
  EXPECT_EQ(std::count(steps.begin(), steps.end(), "(void)(2 <= channel)"), 1);
}

}  // namespace
