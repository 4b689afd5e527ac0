// The race detector against a simple one that keeps everything: for each byte and thread the time
// of the last read and of the last write.
#include "race/race_detector.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "strategy/random.hpp"

namespace {

using interleave::AccessKind;
using interleave::Race;
using interleave::RaceDetector;
using interleave::RandomNumbers;
using interleave::Stamp;
using interleave::stamp;
using interleave::ThreadId;
using interleave::VectorClock;

constexpr std::size_t kThreads = 4;
constexpr std::size_t kBytes = 24;

class SimpleDetector {
 public:
  void begin_execution() {
    reads_ = {};
    writes_ = {};
    freed_ = {};
  }

  bool is_race(ThreadId id, const VectorClock& clock, std::size_t first, std::size_t bytes,
               AccessKind kind) {
    for (std::size_t i = first; i < first + bytes; ++i) {
      if (freed_[i]) return true;
      for (std::size_t t = 0; t < kThreads; ++t) {
        const Stamp seen = clock.of(static_cast<ThreadId>(t));
        if (writes_[i][t] > seen || (kind != AccessKind::kRead && reads_[i][t] > seen)) return true;
      }
    }
    for (std::size_t i = first; i < first + bytes; ++i) {
      (kind == AccessKind::kRead ? reads_ : writes_)[i][id] = clock.of(id);
      freed_[i] = kind == AccessKind::kFree;
    }
    return false;
  }

 private:
  std::array<std::array<Stamp, kThreads>, kBytes> reads_{};
  std::array<std::array<Stamp, kThreads>, kBytes> writes_{};
  std::array<bool, kBytes> freed_{};
};

// Threads that read, write, free, and tell each other what they have seen.
class RandomRun {
 public:
  explicit RandomRun(std::uint64_t seed) : numbers_(seed) {
    for (std::size_t t = 0; t < kThreads; ++t) clocks_[t].set(stamp(static_cast<ThreadId>(t), 1));
  }

  // Returns how many accesses there were up to the first race, or to the end.
  int go(RaceDetector& detector, SimpleDetector& simple, char* memory) {
    detector.begin_execution();
    simple.begin_execution();
    for (int step = 0; step < 200; ++step) {
      const auto id = static_cast<ThreadId>(numbers_.below(kThreads));
      if (numbers_.below(3) != 0) synchronise(id);
      const std::size_t first = numbers_.below(kBytes);
      const std::size_t bytes = 1 + numbers_.below(std::min<std::size_t>(kBytes - first, 16));
      const AccessKind kind = numbers_.below(3) == 0 ? AccessKind::kWrite : AccessKind::kRead;
      const bool race = access(detector, id, memory + first, bytes, kind) != nullptr;
      EXPECT_EQ(race, simple.is_race(id, clocks_[id], first, bytes, kind)) << "step " << step;
      if (race || testing::Test::HasFailure()) return step;
    }
    return 200;
  }

 private:
  // As instrumented code does it.
  const Race* access(RaceDetector& detector, ThreadId id, const char* at, std::size_t bytes,
                     AccessKind kind) {
    const bool done = kind == AccessKind::kRead
                          ? detector.access_at_once<AccessKind::kRead>(id, clocks_[id], at, bytes)
                          : detector.access_at_once<AccessKind::kWrite>(id, clocks_[id], at, bytes);
    return done ? nullptr : detector.access(id, clocks_[id], at, bytes, kind);
  }

  // The thread learns what another has seen, most often all of them.
  void synchronise(ThreadId id) {
    for (std::size_t t = 0; t < kThreads; ++t) {
      if (t == id || numbers_.below(8) == 0) continue;
      clocks_[id].join(clocks_[t]);
      clocks_[t].tick(static_cast<ThreadId>(t));
    }
  }

  RandomNumbers numbers_;
  std::array<VectorClock, kThreads> clocks_;
};

TEST(RaceDetector, AgreesWithASimpleOne) {
  const auto detector = std::make_unique<RaceDetector>();
  SimpleDetector simple;
  alignas(8) std::array<char, kBytes> memory{};
  int accesses = 0;
  for (std::uint64_t seed = 1; seed <= 20'000 && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    accesses += RandomRun(seed).go(*detector, simple, memory.data());
  }
  EXPECT_GT(accesses, 100'000);  // Races are neither everywhere nor nowhere.
  EXPECT_LT(accesses, 3'900'000);
}

// A story is told by a run of its own: it has to be the race that the search found.
TEST(RaceDetector, WhichRaceIsFoundDoesNotDependOnEarlierExecutions) {
  const auto memory = std::make_unique<std::array<char, 64>>();
  char* at = memory->data();
  std::array<VectorClock, 3> clocks;
  for (ThreadId id = 0; id < 3; ++id) clocks[id].set(stamp(id, 1));
  const auto thread_in_race = [&](RaceDetector& detector) {
    detector.begin_execution();
    detector.access(1, clocks[1], at + 4, 4, AccessKind::kWrite);
    detector.access(0, clocks[0], at, 4, AccessKind::kWrite);
    return detector.access(2, clocks[2], at, 8, AccessKind::kWrite)->earlier_thread;
  };
  const auto fresh = std::make_unique<RaceDetector>();
  const ThreadId found = thread_in_race(*fresh);
  const auto used = std::make_unique<RaceDetector>();
  used->begin_execution();
  used->access(0, clocks[0], at, 4, AccessKind::kWrite);
  used->access(0, clocks[0], at + 4, 4, AccessKind::kWrite);
  EXPECT_EQ(thread_in_race(*used), found);
}

class Freed : public testing::Test {
 protected:
  Freed() {
    detector_->begin_execution();
    clocks_[0].set(stamp(0, 1));
    clocks_[1].set(stamp(1, 1));
  }
  void thread_1_learns_of_0() {
    clocks_[1].join(clocks_[0]);
    clocks_[0].tick(0);
  }

  std::unique_ptr<RaceDetector> detector_ = std::make_unique<RaceDetector>();
  std::array<VectorClock, 2> clocks_;
  alignas(8) std::array<char, 64> memory_{};
};

TEST_F(Freed, AUseAfterItIsFoundThoughItIsOrdered) {
  ASSERT_EQ(detector_->free(0, clocks_[0], memory_.data(), 20), nullptr);
  thread_1_learns_of_0();
  const Race* race = detector_->access(1, clocks_[1], &memory_[17], 2, AccessKind::kRead);
  ASSERT_NE(race, nullptr);
  EXPECT_TRUE(race->after_free);
  EXPECT_EQ(race->earlier, AccessKind::kFree);
  EXPECT_EQ(race->earlier_thread, 0);
  EXPECT_EQ(race->later_thread, 1);
  EXPECT_EQ(race->address, &memory_[17]);
}

TEST_F(Freed, AUseBeforeItThatNothingOrdersIsARace) {
  ASSERT_EQ(detector_->access(1, clocks_[1], &memory_[9], 1, AccessKind::kRead), nullptr);
  ASSERT_EQ(detector_->access(1, clocks_[1], &memory_[12], 4, AccessKind::kWrite), nullptr);
  const Race* race = detector_->free(0, clocks_[0], memory_.data(), 20);
  ASSERT_NE(race, nullptr);
  EXPECT_FALSE(race->after_free);
  EXPECT_EQ(race->earlier_thread, 1);
  EXPECT_EQ(race->address, &memory_[9]);
}

TEST_F(Freed, AnotherExecutionKnowsNothingOfIt) {
  ASSERT_EQ(detector_->free(0, clocks_[0], memory_.data(), 64), nullptr);
  detector_->begin_execution();
  EXPECT_EQ(detector_->access(1, clocks_[1], memory_.data(), 64, AccessKind::kWrite), nullptr);
}

}  // namespace
