// Tests by a model: what they find in counters, slots and gates that are right or wrong.
#include "interleave/model_test.hpp"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>

#include "interleave/interleave.hpp"

namespace {

using interleave::Coverage;
using interleave::FailureKind;
using interleave::ModelTest;
using interleave::Result;
using interleave::ScenarioBounds;
using interleave::Verdict;
using interleave::waits_while;

// ---- A counter. ----

struct CounterModel {
  int count = 0;
  int add() { return ++count; }
  int get() const { return count; }
};

class Counter {
 public:
  int add() {
    std::lock_guard lock(mutex_);
    return ++count_;
  }
  int get() const {
    std::lock_guard lock(mutex_);
    return count_;
  }

 private:
  mutable std::mutex mutex_;
  int count_ = 0;
};

// Looks and adds under two locks.
class TwoSteps {
 public:
  int add() {
    const int seen = get();
    std::lock_guard lock(mutex_);
    return count_ = seen + 1;
  }
  int get() const {
    std::lock_guard lock(mutex_);
    return count_;
  }

 private:
  mutable std::mutex mutex_;
  int count_ = 0;
};

template <typename Subject>
class CounterTest : public ModelTest<Subject, CounterModel> {
 public:
  CounterTest() : ModelTest<Subject, CounterModel>("Counter counter") {
    this->call("add()", [](auto& counter) { return counter.add(); });
    this->call("get()", [](auto& counter) { return counter.get(); });
    this->then("get()");
  }
};

TEST(ByModel, ARightTypePassesAndEveryScheduleOfAllScenariosIsSeen) {
  const Result result = CounterTest<Counter>().together();
  EXPECT_EQ(result.verdict, Verdict::kPassed) << result.seen;
  EXPECT_EQ(result.coverage, Coverage::kAll);
  // {1,1}: 3, {2,1}: 8, {1,1,1}: 4.
  EXPECT_NE(result.seen.find("all 15 scenarios"), std::string::npos) << result.seen;
}

TEST(ByModel, TheSmallestScenarioThatFailsIsToldWithWhatIsRight) {
  const Result result = CounterTest<TwoSteps>().together();
  ASSERT_TRUE(result.failure) << result.seen;
  EXPECT_EQ(result.failure->kind, FailureKind::kWrongResult);
  EXPECT_EQ(result.failure->headline,
            "  Counter counter;\n"
            "  thread A: add() -> 1\n"
            "  thread B: add() -> 1\n"
            "No order of these calls gives these answers. Right would be, for instance:\n"
            "  A's add() -> 2 (not 1)\n"
            "  or: B's add() -> 2 (not 1)\n");
}

TEST(ByModel, AFailureIsReplayedByItsString) {
  const Result found = CounterTest<TwoSteps>().together();
  ASSERT_TRUE(found.failure);
  ScenarioBounds bounds;
  bounds.replay = found.failure->schedule;
  const Result again = CounterTest<TwoSteps>().together(bounds);
  ASSERT_TRUE(again.failure) << again.seen;
  EXPECT_EQ(again.failure->headline, found.failure->headline);
  EXPECT_EQ(again.failure->schedule, found.failure->schedule);
}

TEST(ByModel, AStringOfAnotherTestIsRefused) {
  ScenarioBounds bounds;
  for (const char* replay : {"01", "@", "99999@01", "x@01"}) {
    bounds.replay = replay;
    EXPECT_THROW(CounterTest<Counter>().together(bounds), std::invalid_argument) << replay;
  }
}

TEST(ByModel, ABudgetForAllIsSaid) {
  const Result result = CounterTest<Counter>().together({.runs_max = 5});
  EXPECT_EQ(result.verdict, Verdict::kPassed);
  EXPECT_EQ(result.coverage, Coverage::kSampled);
  EXPECT_NE(result.seen.find("ended by runs_max (5)"), std::string::npos) << result.seen;
  EXPECT_NE(result.seen.find("scenarios left out"), std::string::npos) << result.seen;
}

struct EveryThird {
  int count = 0;
  int add() { return ++count == 3 ? 4 : count; }
  int get() const { return count; }
};

TEST(ByModel, AloneTellsTheSequenceOfCalls) {
  EXPECT_EQ(CounterTest<Counter>().alone(4).verdict, Verdict::kPassed);
  const Result result = CounterTest<EveryThird>().alone(4);
  ASSERT_TRUE(result.failure) << result.seen;
  EXPECT_EQ(result.failure->headline,
            "  Counter counter;\n"
            "  add() -> 1; add() -> 2; add() -> 4\n"
            "The last answer is not right. Right would be:\n"
            "  add() -> 3\n");
}

struct Broken {
  int count = 0;
  int add() {
    if (count == 2) throw std::runtime_error("no number is left");
    return ++count;
  }
  int get() const { return count; }
};

TEST(ByModel, AModelThatThrowsIsAMistakeOfTheTest) {
  ModelTest<Counter, Broken> test("Counter counter");
  test.call("add()", [](auto& counter) { return counter.add(); });
  const Result result = test.together({.threads = {{2, 1}}});
  EXPECT_EQ(result.verdict, Verdict::kUnknown);
  EXPECT_NE(result.seen.find("The model throws an exception in add(): no number is left. That is a "
                             "mistake of the test"),
            std::string::npos)
      << result.seen;
  EXPECT_THROW(test.alone(3), std::invalid_argument);
}

// What is left of an object that has gone: the next one in its place begins with it.
class Inherits {
 public:
  Inherits() : count_(left_) {}
  int add() { return left_ = ++count_; }
  int get() const { return count_; }

 private:
  inline static int left_ = 0;  // Each run begins with 0 again.
  int count_;
};

TEST(ByModel, WhatIsLeftOfAnEarlierObjectIsToldWithTheOneBefore) {
  const Result result = CounterTest<Inherits>().alone(2);
  ASSERT_TRUE(result.failure) << result.seen;
  EXPECT_EQ(result.failure->headline.find("After other objects of the type"), 0u)
      << result.failure->headline;
  ScenarioBounds bounds;
  bounds.replay = result.failure->schedule;
  const Result again = CounterTest<Inherits>().alone(2, bounds);
  ASSERT_TRUE(again.failure) << again.seen;
  EXPECT_EQ(again.failure->headline, result.failure->headline);
}

TEST(ByModel, WithoutCallsItIsAMistakeOfTheTest) {
  ModelTest<Counter, CounterModel> test("Counter counter");
  EXPECT_THROW(test.together(), std::logic_error);
  EXPECT_THROW(test.alone(2), std::logic_error);
  EXPECT_THROW(test.then("get()"), std::logic_error);
}

// ---- A slot, where calls wait. ----

struct SlotModel {
  std::optional<int> slot{};
  void put(int value) {
    waits_while(slot.has_value());
    slot = value;
  }
  int take() {
    waits_while(!slot.has_value());
    const int value = *slot;
    slot.reset();
    return value;
  }
};

// Notifies everybody, or one, who may be of the wrong kind.
template <bool kAll>
class Slot {
 public:
  void put(int value) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !slot_; });
    slot_ = value;
    notify();
  }
  int take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return slot_.has_value(); });
    const int value = *slot_;
    slot_.reset();
    notify();
    return value;
  }

 private:
  void notify() { kAll ? changed_.notify_all() : changed_.notify_one(); }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<int> slot_;
};

template <bool kAll>
Result explore_slot() {
  ModelTest<Slot<kAll>, SlotModel> test("Slot slot");
  test.call("put({})", [](auto& slot, int n) { slot.put(n); }).call("take()", [](auto& slot) {
    return slot.take();
  });
  return test.together({.threads = {{1, 1}, {2, 1, 1}}});
}

TEST(ByModel, WhoWaitsAsTheModelDoesIsRight) {
  const Result result = explore_slot<true>();
  EXPECT_EQ(result.verdict, Verdict::kPassed) << result.seen;
  EXPECT_EQ(result.coverage, Coverage::kAll) << result.seen;
}

TEST(ByModel, WhoWaitsWithoutNeedIsALostWakeup) {
  const Result result = explore_slot<false>();
  ASSERT_TRUE(result.failure) << result.seen;
  EXPECT_EQ(result.failure->kind, FailureKind::kLostWakeup);
  EXPECT_NE(result.failure->headline.find("and no order of these calls explains that"),
            std::string::npos)
      << result.failure->headline;
}

TEST(ByModel, NothingWaitsBeforeTheThreadsBegin) {
  ModelTest<Slot<true>, SlotModel> test("Slot slot");
  test.call("put({})", [](auto& slot, int n) { slot.put(n); })
      .call("take()", [](auto& slot) { return slot.take(); })
      .before("put({})");
  const Result result = test.together({.threads = {{1, 1}}, .before_max = 2});
  EXPECT_EQ(result.verdict, Verdict::kPassed) << result.seen;
  // Three pairs of calls, each on an empty slot and on a full one.
  EXPECT_NE(result.seen.find("all 6 scenarios"), std::string::npos) << result.seen;
}

// Its call has a thread of its own, so that there are several schedules.
class Delegates {
 public:
  int add() {
    std::thread([this] { counter_.add(); }).join();
    std::thread first([this] { counter_.get(); });
    std::thread second([this] { counter_.get(); });
    first.join();
    second.join();
    return counter_.get();
  }
  int get() const { return counter_.get(); }

 private:
  Counter counter_;
};

TEST(ByModel, AloneDoesNotSayAllWhereATypeHasThreads) {
  EXPECT_EQ(CounterTest<Counter>().alone(2).coverage, Coverage::kAll);
  const Result result = CounterTest<Delegates>().alone(2);
  EXPECT_EQ(result.verdict, Verdict::kPassed) << result.seen;
  EXPECT_EQ(result.coverage, Coverage::kSampled) << result.seen;
}

// ---- A gate for two, whose call has two moments. ----

struct GateModel {
  int arrived = 0;
  int arrive() { return arrived++; }
};

// kEarly lets the first one go on alone.
template <bool kEarly>
class Gate {
 public:
  int pass() {
    std::unique_lock lock(mutex_);
    const int ticket = arrived_++;
    all_here_.notify_all();
    if (!kEarly) all_here_.wait(lock, [&] { return arrived_ >= ticket / 2 * 2 + 2; });
    return ticket % 2;
  }

 private:
  std::mutex mutex_;
  std::condition_variable all_here_;
  int arrived_ = 0;
};

template <bool kEarly>
Result explore_gate() {
  ModelTest<Gate<kEarly>, GateModel> test("Gate gate");
  test.call_in_two(
      "pass()", [](Gate<kEarly>& gate) { return gate.pass(); },
      [](GateModel& gate) { return gate.arrive(); },
      [](GateModel& gate, int ticket) {
        waits_while(gate.arrived < ticket / 2 * 2 + 2);
        return ticket % 2;
      });
  EXPECT_THROW(test.before("pass()"), std::logic_error);
  EXPECT_THROW(test.then("pass()"), std::logic_error);
  return test.together({.threads = {{1, 1}, {2, 1}, {1, 1, 1}, {2, 2}}});
}

TEST(ByModel, ACallMayHaveTwoMoments) {
  const Result result = explore_gate<false>();
  EXPECT_EQ(result.verdict, Verdict::kPassed) << result.seen;
}

TEST(ByModel, WhoGoesOnTooEarlyIsFound) {
  const Result result = explore_gate<true>();
  ASSERT_TRUE(result.failure) << result.seen;
  EXPECT_EQ(result.failure->kind, FailureKind::kWrongResult);
}

// ---- A "no" that a call under way explains. ----

struct RoomModel {
  bool taken = false;
  bool take() { return !std::exchange(taken, true); }
  bool is_taken() const { return taken; }
};

// Reserves first and takes later.
class Room {
 public:
  bool take() {
    {
      std::lock_guard lock(mutex_);
      if (std::exchange(reserved_, true)) return false;
    }
    std::lock_guard lock(mutex_);
    taken_ = true;
    return true;
  }
  bool is_taken() const {
    std::lock_guard lock(mutex_);
    return taken_;
  }

 private:
  mutable std::mutex mutex_;
  bool reserved_ = false;
  bool taken_ = false;
};

TEST(ByModel, ACallUnderWayExplainsANoOnlyWhereTheTestSaysSo) {
  ModelTest<Room, RoomModel> strict("Room room");
  strict.call("take()", [](auto& room) { return room.take(); }).call("is_taken()", [](auto& room) {
    return room.is_taken();
  });
  EXPECT_EQ(strict.together().verdict, Verdict::kFailed);

  ModelTest<Room, RoomModel> lenient("Room room");
  lenient.call("take()", [](auto& room) { return room.take(); })
      .call("is_taken()", [](auto& room) { return room.is_taken(); })
      .may_also_answer("take()", "false");
  const Result result = lenient.together();
  EXPECT_EQ(result.verdict, Verdict::kPassed) << result.seen;
}

}  // namespace
