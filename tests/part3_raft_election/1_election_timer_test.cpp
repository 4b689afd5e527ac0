// Time is virtual here: none passes while anybody can go on, so every answer is exact.
#include "1_election_timer_test.hpp"

#include <set>
#include <stdexcept>

namespace under_test {
namespace {

using Times = std::vector<Elapsed>;

// ---- One thread calls the timer. ----

TEST(ElectionTimer, RefusesPeriodsThatMakeNoSense) {
  EXPLORE {
    Random random(1);
    const auto refuses = [&](Duration min, Duration max) {
      return throws<std::invalid_argument>([&] {
        ElectionTimer timer(
            min, max, [] {}, random);
      });
    };
    EXPECT_TRUE(refuses(0ms, 10ms));
    EXPECT_TRUE(refuses(-5ms, 10ms));
    EXPECT_TRUE(refuses(10ms, 9ms));
    EXPECT_FALSE(refuses(1ns, 1ns));
  };
}

TEST(ElectionTimer, DoesNotRunBeforeItIsStarted) {
  EXPLORE_WITH(.polling_forbidden = true) {
    TenMilliseconds periods;
    sleep_for(50ms);
    periods.timer.reset();
    sleep_for(50ms);
    periods.timer.stop();
    EXPECT_EQ(periods.count(), 0u) << "reset() is not start()";
  };
}

TEST(ElectionTimer, FiresAtTheEndOfEachPeriod) {
  EXPLORE_WITH(.polling_forbidden = true) {
    TenMilliseconds periods;
    periods.timer.start();
    sleep_for(35ms);
    periods.timer.stop();
    EXPECT_EQ(periods.times, (Times{10ms, 20ms, 30ms}));
  };
}

TEST(ElectionTimer, OneThatWasNeverStartedMayBeStopped) {
  EXPLORE_WITH(.polling_forbidden = true) {
    TenMilliseconds periods;
    periods.timer.stop();
    periods.timer.stop();
    sleep_for(50ms);
    EXPECT_EQ(periods.count(), 0u);
  };
}

TEST(ElectionTimer, ResetBeginsANewPeriod) {
  EXPLORE_WITH(.polling_forbidden = true) {
    TenMilliseconds periods;
    periods.timer.start();
    sleep_for(4ms);
    periods.timer.reset();
    sleep_for(8ms);
    periods.timer.reset();
    sleep_for(15ms);
    periods.timer.stop();
    EXPECT_EQ(periods.times, (Times{22ms}));
  };
}

TEST(ElectionTimer, StartOfARunningTimerIsAReset) {
  EXPLORE_WITH(.polling_forbidden = true) {
    TenMilliseconds periods;
    periods.timer.start();
    sleep_for(4ms);
    periods.timer.start();
    sleep_for(15ms);
    periods.timer.stop();
    EXPECT_EQ(periods.times, (Times{14ms}));
  };
}

TEST(ElectionTimer, NeverFiresWhileResetInTime) {
  EXPLORE_WITH(.schedules_max = 20, .samples = 20, .steps_max = 60'000) {
    TenMilliseconds periods;
    periods.timer.start();
    for (int i = 0; i < 300; ++i) {
      sleep_for(9ms);
      periods.timer.reset();
    }
    periods.timer.stop();
    EXPECT_EQ(periods.count(), 0u);
  };
}

TEST(ElectionTimer, NeverFiresAfterItWasStopped) {
  EXPLORE_WITH(.polling_forbidden = true) {
    TenMilliseconds periods;
    periods.timer.start();
    sleep_for(15ms);
    periods.timer.stop();
    sleep_for(50ms);
    periods.timer.reset();
    sleep_for(50ms);
    periods.timer.stop();
    EXPECT_EQ(periods.times, (Times{10ms}));
  };
}

TEST(ElectionTimer, StopDoesNotWaitForTheEndOfThePeriod) {
  EXPLORE_WITH(.polling_forbidden = true) {
    TenMilliseconds periods;
    periods.timer.start();
    sleep_for(4ms);
    const Stopwatch stopwatch;
    periods.timer.stop();
    EXPECT_EQ(stopwatch.time(), Elapsed(0ms));
  };
}

// The timer's thread may not be asleep yet when stop() wants to wake it.
TEST(ElectionTimer, StopRightAfterStartDoesNotWaitEither) {
  EXPLORE_WITH(.polling_forbidden = true) {
    TenMilliseconds periods;
    const Stopwatch stopwatch;
    periods.timer.start();
    periods.timer.stop();
    EXPECT_EQ(stopwatch.time(), Elapsed(0ms));
    EXPECT_EQ(periods.count(), 0u);
  };
}

TEST(ElectionTimer, MayBeStartedAgainAfterStop) {
  EXPLORE_WITH(.polling_forbidden = true) {
    TenMilliseconds periods;
    for (int i = 0; i < 3; ++i) {
      periods.timer.start();
      sleep_for(14ms);
      periods.timer.stop();
      sleep_for(6ms);
    }
    EXPECT_EQ(periods.times, (Times{10ms, 30ms, 50ms}));
  };
}

TEST(ElectionTimer, StartAfterStopBeginsAWholePeriod) {
  EXPLORE_WITH(.polling_forbidden = true) {
    TenMilliseconds periods;
    periods.timer.start();
    sleep_for(4ms);
    periods.timer.stop();
    periods.timer.start();
    sleep_for(15ms);
    periods.timer.stop();
    EXPECT_EQ(periods.times, (Times{14ms}));
  };
}

TEST(ElectionTimer, DestroyingStops) {
  EXPLORE_WITH(.polling_forbidden = true) {
    int fired = 0;
    Random random(1);
    {
      ElectionTimer timer(
          10ms, 10ms, [&] { ++fired; }, random);
      timer.start();
      sleep_for(25ms);
    }
    sleep_for(50ms);
    EXPECT_EQ(fired, 2);
  };
}

TEST(ElectionTimer, IsNotMovedByTheWallClock) {
  EXPLORE {
    TenMilliseconds periods;
    periods.timer.start();
    interleave::move_wall_clock(1h);
    sleep_for(15ms);
    interleave::move_wall_clock(-2h);
    sleep_for(10ms);
    periods.timer.stop();
    EXPECT_EQ(periods.times, (Times{10ms, 20ms}));
  };
}

// ---- Lengths. ----

TEST(ElectionTimer, EachPeriodHasALengthOfItsOwn) {
  EXPLORE_WITH(.schedules_max = 10, .samples = 10) {
    const Times lengths = lengths_of_periods(60, 150ms, 300ms, 7);
    EXPECT_EQ(lengths.size(), 60u);
    for (const Elapsed& length : lengths) {
      EXPECT_GE(length, Elapsed(150ms));
      EXPECT_LE(length, Elapsed(300ms));
    }
    EXPECT_LT(*std::min_element(lengths.begin(), lengths.end()), Elapsed(190ms)) << "the range";
    EXPECT_GT(*std::max_element(lengths.begin(), lengths.end()), Elapsed(260ms)) << "the range";
    EXPECT_GT(std::set<Elapsed>(lengths.begin(), lengths.end()).size(), 30u) << "of 60 periods";
  };
}

TEST(ElectionTimer, LengthsComeFromTheRandomThatItIsGiven) {
  EXPLORE_WITH(.schedules_max = 10, .samples = 10) {
    const Times lengths = lengths_of_periods(8, 150ms, 300ms, 1);
    EXPECT_EQ(lengths, lengths_of_periods(8, 150ms, 300ms, 1));
    EXPECT_NE(lengths, lengths_of_periods(8, 150ms, 300ms, 2));
  };
}

TEST(ElectionTimer, PeriodAfterAResetHasALengthOfItsOwn) {
  EXPLORE_WITH(.schedules_max = 10, .samples = 10) {
    Random random(3);
    std::set<Elapsed> lengths;
    Stopwatch stopwatch;
    ElectionTimer timer(
        150ms, 300ms, [&] { lengths.insert(stopwatch.time()); }, random);
    for (int i = 0; i < 40; ++i) {
      timer.start();
      sleep_for(100ms);
      stopwatch = Stopwatch();
      timer.reset();
      sleep_for(301ms);
      timer.stop();
    }
    EXPECT_GE(*lengths.begin(), Elapsed(150ms)) << "a whole period after the reset";
    EXPECT_LT(*lengths.begin(), Elapsed(190ms)) << "the range";
    EXPECT_GT(lengths.size(), 20u) << "of 40 periods";
  };
}

// Of 100 timers that are reset every 200 ms, five times each, about 67 fire if each reset draws a
// length up to a second, and about 20 if it keeps the length that was drawn at first.
TEST(ElectionTimer, EachResetDrawsALength) {
  EXPLORE_WITH(.schedules_max = 1, .samples = 1, .steps_max = 60'000) {
    Random random(1);
    int fired = 0;
    ElectionTimer* the_timer = nullptr;
    const auto on_timeout = [&] {
      ++fired;
      the_timer->stop();
    };
    ElectionTimer timer(1ns, 1s, on_timeout, random);
    the_timer = &timer;
    for (int i = 0; i < 100; ++i) {
      timer.start();
      for (int reset = 0; reset < 4; ++reset) {
        sleep_for(200ms);
        timer.reset();
      }
      sleep_for(200ms);
      timer.stop();
    }
    EXPECT_GE(fired, 45) << "of 100";
  };
}

TEST(ElectionTimer, PeriodsMayBeShortOrLong) {
  EXPLORE {
    for (const Duration length : {Duration(1ns), Duration(1500us), Duration(10min)}) {
      EXPECT_EQ(lengths_of_periods(2, length, length, 1), (Times{length, length}));
    }
  };
}

}  // namespace
}  // namespace under_test
