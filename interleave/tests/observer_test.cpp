// Checks that a body hangs on every step (interleave/observer.hpp).
#include "interleave/observer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "failing.hpp"

namespace {

using failing::contains;
using failing::failure_of;
using interleave::explore;
using interleave::Failure;
using interleave::FailureKind;
using interleave::Invariant;
using interleave::Options;
using interleave::Result;
using interleave::StepObserver;
using interleave::TakenStep;
using interleave::together;
using interleave::Verdict;

std::string none_or(bool wrong, const std::string& words) { return wrong ? words : ""; }

// Two guests, each with a room of its own. Nothing that they do meets.
void two_guests(const std::function<std::string(bool anna, bool ben)>& check) {
  std::mutex first;
  std::mutex second;
  bool anna_is_in = false;
  bool ben_is_in = false;
  Invariant invariant("the house is quiet", [&] { return check(anna_is_in, ben_is_in); });
  const auto visit = [](std::mutex& room, bool& is_in) {
    std::lock_guard lock(room);
    is_in = true;
    room.unlock();
    is_in = false;
    room.lock();
  };
  together({"anna", [&] { visit(first, anna_is_in); }}, {"ben", [&] { visit(second, ben_is_in); }});
}

TEST(Invariant, HoldsInEveryState) {
  int checks = 0;
  const Result result = explore([&] {
    two_guests([&](bool, bool) {
      ++checks;
      return "";
    });
  });
  EXPECT_EQ(result.verdict, Verdict::kPassed) << result.seen;
  EXPECT_GT(checks, 10);
}

// The two never wait for each other, so to their program all orders are one.
TEST(Invariant, IsBrokenByWhatTwoThreadsDoApartFromEachOther) {
  for (const auto strategy : {interleave::Strategy::kMix, interleave::Strategy::kExhaustive}) {
    Options options;
    options.strategy = strategy;
    const Failure failure = failure_of(
        [] { two_guests([](bool anna, bool ben) { return none_or(anna && ben, "both are in"); }); },
        options);
    EXPECT_EQ(failure.kind, FailureKind::kWrongResult);
    EXPECT_TRUE(contains(failure.headline, "the house is quiet")) << failure.headline;
    EXPECT_TRUE(contains(failure.headline, "both are in")) << failure.headline;
  }
}

// Every schedule, and not one of each kind: that is what the check sees.
TEST(Invariant, SeesEveryOrderOfIndependentSteps) {
  Options options;
  options.strategy = interleave::Strategy::kExhaustive;
  const auto run = [] {
    std::mutex first;
    std::mutex second;
    together({"anna", [&] { std::lock_guard lock(first); }},
             {"ben", [&] { std::lock_guard lock(second); }});
  };
  const Result unwatched = explore(run, options);
  const Result watched = explore(
      [&] {
        Invariant nothing("nothing", [] { return std::string(); });
        run();
      },
      options);
  EXPECT_EQ(unwatched.schedules, 1u) << unwatched.seen;
  EXPECT_EQ(watched.schedules, 6u) << watched.seen;
  EXPECT_EQ(watched.coverage, interleave::Coverage::kAll);
}

// The second store is the step after which the sum is wrong.
void sell_too_many() {
  std::atomic<int> tickets = 1;
  int by_anna = 0;
  int by_ben = 0;
  Invariant sold_out("no more tickets are sold than there are", [&] {
    const int sold = by_anna + by_ben;
    return none_or(sold > 1, "sold " + std::to_string(sold) + " of 1");
  });
  const auto sell = [&](int& sold) {
    if (tickets.load() == 0) return;
    tickets.store(0);
    ++sold;
  };
  together({"anna", [&] { sell(by_anna); }}, {"ben", [&] { sell(by_ben); }});
}

TEST(Invariant, TheStoryEndsWithTheStepThatBreaksIt) {
  const Failure failure = failure_of(sell_too_many);
  ASSERT_FALSE(failure.story.steps.empty());
  const interleave::Step& last = failure.story.steps.back();
  EXPECT_TRUE(contains(last.what, "tickets")) << last.what;
  EXPECT_TRUE(contains(last.source.text, "tickets.store(0)")) << last.source.text;
  EXPECT_EQ(last.mark, interleave::Mark::kBreaks);
  EXPECT_TRUE(contains(failure.headline, "sold 2 of 1")) << failure.headline;
  EXPECT_TRUE(contains(failure.headline, "observer_test.cpp")) << failure.headline;
}

TEST(Invariant, AReplayTellsTheSame) {
  const Failure found = failure_of(sell_too_many);
  for (const auto carrier : {interleave::Carrier::kFibers, interleave::Carrier::kThreads}) {
    Options options;
    options.replay = found.schedule;
    options.carrier = carrier;
    const Failure replayed = failure_of(sell_too_many, options);
    EXPECT_EQ(replayed.headline, found.headline);
    EXPECT_EQ(to_text(replayed.story), to_text(found.story));
  }
}

// The value of an atomic is written by the step, not after it.
TEST(Invariant, SeesWhatTheStepWrites) {
  const Failure failure = failure_of([] {
    std::atomic<int> level = 0;
    Invariant dry("the cellar is dry", [&] { return none_or(level == 2, "water"); });
    level = 1;
    level = 2;
    level = 0;
  });
  ASSERT_FALSE(failure.story.steps.empty());
  EXPECT_TRUE(contains(failure.story.steps.back().source.text, "level = 2"));
}

// Plain variables that threads write without a lock.
TEST(Invariant, LooksWithoutRacing) {
  const Result result = explore([] {
    int of_anna = 0;
    int of_ben = 0;
    std::mutex mutex;
    Invariant small("numbers are small", [&] {
      std::vector<int> both = {of_anna, of_ben};
      std::lock_guard lock(mutex);  // Whoever holds it in the program.
      return none_or(*std::max_element(both.begin(), both.end()) > 1, "too large");
    });
    const auto count = [&](int& own) {
      std::lock_guard lock(mutex);
      ++own;
    };
    together({"anna", [&] { count(of_anna); }}, {"ben", [&] { count(of_ben); }});
  });
  EXPECT_EQ(result.verdict, Verdict::kPassed) << (result.failure ? result.failure->headline : "");
}

TEST(Invariant, IsNoStepOfTheProgram) {
  const auto run = [](bool watched) {
    Options options;
    options.schedules_max = 1;
    options.samples = 0;
    const Failure failure = failure_of(
        [watched] {
          std::atomic<int> number = 0;
          std::unique_ptr<Invariant> invariant;
          if (watched) {
            invariant = std::make_unique<Invariant>("seen", [&] {
              return none_or(number.load() + number.fetch_add(0) > 100, "too large");
            });
          }
          number = 1;
          interleave::check(number == 2, "stop");
        },
        options);
    return failure.story.steps.size();
  };
  EXPECT_EQ(run(true), run(false));
}

// The last step in its scope is not over when the scope is.
TEST(Invariant, HoldsUpToTheEndOfItsScope) {
  const Failure failure = failure_of([] {
    std::atomic<int> level = 0;
    Invariant zero("zero", [&] { return none_or(level != 0, "more than nothing"); });
    level = 1;
  });
  EXPECT_TRUE(contains(failure.headline, "more than nothing")) << failure.headline;
}

TEST(Invariant, IsOverWithItsScope) {
  const Result result = explore([] {
    std::atomic<int> level = 0;
    {
      Invariant zero("zero", [&] { return none_or(level != 0, "more"); });
    }
    level = 1;
  });
  EXPECT_EQ(result.verdict, Verdict::kPassed) << result.seen;
}

TEST(Invariant, DoesNothingOutsideAnExploration) {
  Invariant never("never", [] { return std::string("wrong"); });
  std::mutex mutex;
  std::lock_guard lock(mutex);
}

TEST(Invariant, SeesTimeOutsToo) {
  const Failure failure = failure_of([] {
    std::mutex mutex;
    std::condition_variable never;
    int naps = 0;
    Invariant awake("nobody sleeps twice", [&] { return none_or(naps == 2, "asleep again"); });
    std::unique_lock lock(mutex);
    for (; naps < 3; ++naps) never.wait_for(lock, std::chrono::seconds(1));
  });
  EXPECT_TRUE(contains(failure.headline, "asleep again")) << failure.headline;
}

TEST(Invariant, CheckMayBeCalledInIt) {
  const Failure failure = failure_of([] {
    std::atomic<int> level = 0;
    Invariant low("low", [&] {
      interleave::check(level < 2, "the level is 2");
      return std::string();
    });
    level = 1;
    level = 2;
  });
  EXPECT_EQ(failure.kind, FailureKind::kWrongResult);
  EXPECT_TRUE(contains(failure.headline, "the level is 2")) << failure.headline;
}

// A check that is wrong itself says nothing of the program.
TEST(Invariant, AMistakeInACheckIsTheTests) {
  const auto seen_with = [](const std::function<void()>& mistake) {
    const Result result = explore([&] {
      std::mutex mutex;
      Invariant wrong("wrong", [&] {
        mistake();
        return std::string();
      });
      std::lock_guard lock(mutex);
    });
    EXPECT_EQ(result.verdict, Verdict::kUnknown);
    EXPECT_FALSE(result.failure);
    return result.seen;
  };
  const std::string thrown = seen_with([] { throw std::out_of_range("number 7 of 3"); });
  EXPECT_TRUE(contains(thrown, "throws std::out_of_range: number 7")) << thrown;
  EXPECT_TRUE(contains(thrown, "mistake in the test")) << thrown;
  volatile int zero = 0;
  const std::string crashed = seen_with([&] { zero = 7 / zero; });
  EXPECT_TRUE(contains(crashed, "divides by zero")) << crashed;
  EXPECT_TRUE(contains(crashed, "mistake in the test")) << crashed;
}

struct Counter final : StepObserver {
  void thread_begins(std::size_t thread) override {
    begun.push_back(thread);
    most = std::max(most, interleave::threads_alive());
  }
  void thread_ends(std::size_t thread) override { ended.push_back(thread); }
  void step_taken(const TakenStep& step) override {
    steps += std::string(step.thread_name) + " " + std::string(step.does) + "\n";
  }

  std::vector<std::size_t> begun;
  std::vector<std::size_t> ended;
  std::size_t most = 1;
  std::string steps;
};

TEST(StepObserver, SeesThreadsBeginAndEnd) {
  const Result result = explore([] {
    Counter counter;
    std::thread first([] {});
    std::thread second([] {});
    first.join();
    second.join();
    std::thread third([] {});
    third.join();
    interleave::check(counter.begun == std::vector<std::size_t>{1, 2, 3}, "three began");
    std::sort(counter.ended.begin(), counter.ended.end());
    interleave::check(counter.ended == counter.begun, "and ended");
    interleave::check(interleave::threads_alive() == 1, "the body is left");
  });
  EXPECT_EQ(result.verdict, Verdict::kPassed) << result.seen;
}

TEST(MemoryInUse, IsWhatWasAskedForAndNotGivenBack) {
  const Result result = explore([] {
    const interleave::MemoryInUse before = interleave::memory_in_use();
    auto number = std::make_unique<int>(7);
    std::thread([] { std::make_unique<double>(1); }).join();
    const interleave::MemoryInUse one_more = interleave::memory_in_use();
    interleave::check(one_more.blocks == before.blocks + 1, "the number is in use");
    interleave::check(one_more.bytes == before.bytes + sizeof(int), "with its bytes");
    number.reset();
    interleave::check(interleave::memory_in_use().blocks == before.blocks, "and given back");
  });
  EXPECT_EQ(result.verdict, Verdict::kPassed) << result.seen;
}

TEST(MemoryInUse, IsForExplorationsOnly) {
  EXPECT_THROW(interleave::memory_in_use(), std::logic_error);
}

// Whether the two meet is for the schedule to say.
TEST(StepObserver, AnAnswerMayHaveSoManyThreads) {
  const auto run = [](std::size_t allowed) {
    return explore([allowed] {
      Counter counter;
      Invariant few("few threads", [&] { return none_or(counter.most > allowed, "too many"); });
      std::mutex mutex;
      const auto work = [&] { std::lock_guard lock(mutex); };
      std::thread first(work);
      std::thread second(work);
      first.join();
      second.join();
    });
  };
  EXPECT_EQ(run(3).verdict, Verdict::kPassed);
  EXPECT_EQ(run(2).verdict, Verdict::kFailed);
}

TEST(StepObserver, SeesStepsInWords) {
  const Result result = explore([] {
    interleave::name_this_thread("anna");
    std::mutex mutex;
    Counter counter;
    mutex.lock();
    mutex.unlock();
    interleave::choose(1);
    mutex.lock();
    interleave::check(contains(counter.steps, "anna locks\nanna unlocks\nanna chooses\n"),
                      counter.steps);
    mutex.unlock();
  });
  EXPECT_EQ(result.verdict, Verdict::kPassed) << (result.failure ? result.failure->headline : "");
}

}  // namespace
