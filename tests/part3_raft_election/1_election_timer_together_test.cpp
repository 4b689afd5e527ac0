// What on_timeout itself may do, and what others do at the same moment.
#include <semaphore>

#include "1_election_timer_test.hpp"
#include "interleave/observer.hpp"

namespace under_test {
namespace {

using Times = std::vector<Elapsed>;

// ---- on_timeout calls the timer, or takes its time. ----

TEST(ElectionTimer, NextPeriodBeginsWhenOnTimeoutReturns) {
  EXPLORE_WITH(.polling_forbidden = true) {
    TenMilliseconds periods([] { sleep_for(5ms); });
    periods.timer.start();
    sleep_for(44ms);
    periods.timer.stop();
    EXPECT_EQ(periods.times, (Times{10ms, 25ms, 40ms}));
  };
}

TEST(ElectionTimer, OnTimeoutMayReset) {
  EXPLORE_WITH(.polling_forbidden = true) {
    ElectionTimer* timer = nullptr;
    TenMilliseconds periods([&] {
      timer->reset();
      sleep_for(5ms);
      timer->reset();
    });
    timer = &periods.timer;
    periods.timer.start();
    sleep_for(29ms);
    periods.timer.stop();
    EXPECT_EQ(periods.times, (Times{10ms, 25ms})) << "its period begins at its return";
  };
}

TEST(ElectionTimer, OnTimeoutMayStop) {
  EXPLORE_WITH(.polling_forbidden = true) {
    ElectionTimer* timer = nullptr;
    TenMilliseconds periods([&] {
      timer->stop();
      timer->stop();
      timer->reset();
    });
    timer = &periods.timer;
    periods.timer.start();
    sleep_for(50ms);
    periods.timer.stop();
    EXPECT_EQ(periods.times, (Times{10ms})) << "that call was the last one";
  };
}

TEST(ElectionTimer, MayBeStartedAgainAfterOnTimeoutHasStoppedIt) {
  EXPLORE_WITH(.polling_forbidden = true) {
    ElectionTimer* timer = nullptr;
    TenMilliseconds periods([&] { timer->stop(); });
    timer = &periods.timer;
    periods.timer.start();
    sleep_for(20ms);
    periods.timer.start();
    sleep_for(20ms);
    periods.timer.stop();
    periods.timer.start();
    sleep_for(20ms);
    EXPECT_LE(interleave::threads_alive(), 2u) << "one thread at a time";
    periods.timer.stop();
    EXPECT_EQ(periods.times, (Times{10ms, 30ms, 50ms}));
  };
}

TEST(ElectionTimer, MayBeDestroyedAfterOnTimeoutHasStoppedIt) {
  EXPLORE {
    Random random(1);
    int fired = 0;
    ElectionTimer* the_timer = nullptr;
    {
      const auto on_timeout = [&] {
        the_timer->stop();
        sleep_for(5ms);
        ++fired;
      };
      ElectionTimer timer(10ms, 10ms, on_timeout, random);
      the_timer = &timer;
      timer.start();
      sleep_for(10ms);
    }
    EXPECT_LE(fired, 1);
  };
}

TEST(ElectionTimer, StopWaitsForOnTimeoutToReturn) {
  EXPLORE_WITH(.polling_forbidden = true) {
    TenMilliseconds periods([] { sleep_for(5ms); });
    periods.timer.start();
    sleep_for(12ms);
    const Stopwatch stopwatch;
    periods.timer.stop();
    EXPECT_EQ(stopwatch.time(), Elapsed(3ms));
    sleep_for(50ms);
    EXPECT_EQ(periods.count(), 1u);
  };
}

// It has stopped itself, and is not at its end yet: a stop by another thread must wait for that.
TEST(ElectionTimer, StopWaitsAlsoForTheOnTimeoutThatHasStoppedTheTimer) {
  EXPLORE_WITH(.polling_forbidden = true) {
    ElectionTimer* timer = nullptr;
    bool returned = false;
    TenMilliseconds periods([&] {
      timer->stop();
      sleep_for(5ms);
      returned = true;
    });
    timer = &periods.timer;
    periods.timer.start();
    sleep_for(12ms);
    periods.timer.stop();
    EXPECT_TRUE(returned);
  };
}

TEST(ElectionTimer, DestructorWaitsForOnTimeoutToReturn) {
  EXPLORE_WITH(.polling_forbidden = true) {
    Random random(1);
    bool returned = false;
    {
      const auto on_timeout = [&] {
        sleep_for(5ms);
        returned = true;
      };
      ElectionTimer timer(10ms, 10ms, on_timeout, random);
      timer.start();
      sleep_for(12ms);
    }
    EXPECT_TRUE(returned);
  };
}

// Whoever resets a timer may be the one that on_timeout waits for.
TEST(ElectionTimer, ResetDoesNotWaitForOnTimeout) {
  EXPLORE_WITH(.polling_forbidden = true) {
    std::binary_semaphore fires(0);
    std::binary_semaphore goes_on(0);
    TenMilliseconds periods([&] {
      fires.release();
      goes_on.acquire();
    });
    periods.timer.start();
    fires.acquire();
    choose(2) == 0 ? periods.timer.reset() : periods.timer.start();
    sleep_for(5ms);
    goes_on.release();
    sleep_for(9ms);
    periods.timer.stop();
    EXPECT_EQ(periods.times, (Times{10ms})) << "a reset meanwhile does nothing";
  };
}

// ---- Several threads. ----

TEST(ElectionTimer, AnotherThreadMayReset) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 300, .polling_forbidden = true) {
    TenMilliseconds periods;
    periods.timer.start();
    const auto reset_at = [&](Duration time) {
      sleep_for(time);
      periods.timer.reset();
    };
    together({"early", [&] { reset_at(3ms); }}, {"late", [&] { reset_at(8ms); }});
    sleep_for(15ms);
    periods.timer.stop();
    EXPECT_EQ(periods.times, (Times{18ms}));
  };
}

TEST(ElectionTimer, SeveralMayResetAtOnce) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 300, .polling_forbidden = true) {
    TenMilliseconds periods;
    periods.timer.start();
    const auto reset = [&] { periods.timer.reset(); };
    together({"anna", reset}, {"ben", reset});
    sleep_for(15ms);
    periods.timer.stop();
    EXPECT_EQ(periods.times, (Times{10ms}));
  };
}

// The one moment at which either is right: it fires and then begins a period, or only begins one.
TEST(ElectionTimer, ResetAtTheEndOfAPeriodComesBeforeOrAfterIt) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 300) {
    TenMilliseconds periods;
    periods.timer.start();
    sleep_for(10ms);
    periods.timer.reset();
    sleep_for(15ms);
    periods.timer.stop();
    const bool before = periods.times == Times{20ms};
    const bool after = periods.times == Times{10ms, 20ms};
    EXPECT_TRUE(before || after) << "it fired " << periods.count() << " times";
  };
}

TEST(ElectionTimer, StopAtTheEndOfAPeriodComesBeforeOrAfterIt) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 300) {
    std::atomic<bool> inside = false;
    std::atomic<int> fired = 0;
    TenMilliseconds periods([&] {
      inside = true;
      ++fired;
      inside = false;
    });
    periods.timer.start();
    sleep_for(10ms);
    periods.timer.stop();
    EXPECT_FALSE(inside) << "on_timeout runs after stop() has returned";
    const int fired_before = fired;
    sleep_for(50ms);
    EXPECT_EQ(fired, fired_before) << "it fires after stop() has returned";
  };
}

TEST(ElectionTimer, TwoMayStopAtOnceAndBothWaitForOnTimeout) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 300, .polling_forbidden = true) {
    std::atomic<bool> inside = false;
    TenMilliseconds periods([&] {
      inside = true;
      sleep_for(5ms);
      inside = false;
    });
    periods.timer.start();
    sleep_for(12ms);
    const auto stop = [&] {
      periods.timer.stop();
      EXPECT_FALSE(inside) << "on_timeout runs after stop() has returned";
    };
    together({"anna", stop}, {"ben", stop});
  };
}

TEST(ElectionTimer, OnTimeoutAndAnotherThreadMayStopAtOnce) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 300) {
    ElectionTimer* timer = nullptr;
    TenMilliseconds periods([&] { timer->stop(); });
    timer = &periods.timer;
    periods.timer.start();
    sleep_for(10ms);
    periods.timer.stop();
    EXPECT_LE(periods.count(), 1u);
    periods.timer.start();
    sleep_for(15ms);
    periods.timer.stop();
    EXPECT_GE(periods.count(), 1u);
  };
}

TEST(ElectionTimer, TwoMayStartAtOnce) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 300) {
    TenMilliseconds periods;
    const auto start = [&] { periods.timer.start(); };
    together({"anna", start}, {"ben", start});
    EXPECT_LE(interleave::threads_alive(), 2u) << "one thread at a time";
    sleep_for(15ms);
    periods.timer.stop();
    EXPECT_EQ(periods.times, (Times{10ms}));
  };
}

TEST(ElectionTimer, StartAndStopAtOnceComeInSomeOrder) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 300) {
    TenMilliseconds periods;
    periods.timer.start();
    together({"starts", [&] { periods.timer.start(); }}, {"stops", [&] { periods.timer.stop(); }},
             {"resets", [&] { periods.timer.reset(); }});
    sleep_for(15ms);
    periods.timer.stop();
    EXPECT_LE(periods.count(), 1u);
    periods.timer.start();
    sleep_for(15ms);
    periods.timer.stop();
    EXPECT_GE(periods.count(), 1u);
  };
}

// It has stopped itself; on_timeout still runs. Started now, it goes on, with one call at a time.
TEST(ElectionTimer, StartedWhileItsLastCallStillRuns) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 300, .polling_forbidden = true) {
    ElectionTimer* timer = nullptr;
    std::atomic<int> inside = 0;
    std::atomic<int> fired = 0;
    TenMilliseconds periods([&] {
      EXPECT_EQ(++inside, 1) << "two calls of on_timeout at once";
      if (++fired == 1) timer->stop();
      sleep_for(5ms);
      --inside;
    });
    timer = &periods.timer;
    periods.timer.start();
    sleep_for(12ms);
    periods.timer.start();
    sleep_for(30ms);
    periods.timer.stop();
    EXPECT_GE(fired, 2) << "it was started again";
  };
}

// Whoever waits for the end of on_timeout must not hold what on_timeout needs.
TEST(ElectionTimer, OnTimeoutMayResetAndStopWhileAnotherWaitsForItsEnd) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 300, .polling_forbidden = true) {
    ElectionTimer* timer = nullptr;
    const bool stops_first = choose(2) == 1;
    TenMilliseconds periods([&] {
      if (stops_first) timer->stop();
      sleep_for(5ms);
      timer->reset();
      timer->stop();
    });
    timer = &periods.timer;
    periods.timer.start();
    sleep_for(12ms);
    choose(2) == 0 ? periods.timer.stop() : periods.timer.start();
    periods.timer.stop();
    EXPECT_EQ(periods.times, (Times{10ms}));
  };
}

TEST(ElectionTimer, OneThreadHoweverOftenItIsReset) {
  EXPLORE_WITH(.schedules_max = 20, .samples = 20) {
    TenMilliseconds periods;
    periods.timer.start();
    for (int i = 0; i < 50; ++i) {
      sleep_for(1ms);
      periods.timer.reset();
      EXPECT_LE(interleave::threads_alive(), 2u) << "one thread at a time";
    }
    periods.timer.stop();
  };
}

TEST(ElectionTimer, WhoWakesWithoutReasonWaitsOn) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 300, .spurious_wakeups_max = 2) {
    TenMilliseconds periods;
    periods.timer.start();
    sleep_for(25ms);
    periods.timer.stop();
    EXPECT_EQ(periods.times, (Times{10ms, 20ms}));
  };
}

TEST(ElectionTimer, TwoTimersHaveNothingInCommon) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 300) {
    TenMilliseconds first;
    TenMilliseconds second;
    first.timer.start();
    second.timer.start();
    sleep_for(5ms);
    second.timer.reset();
    sleep_for(7ms);
    first.timer.stop();
    sleep_for(7ms);
    second.timer.stop();
    EXPECT_EQ(first.times, (Times{10ms}));
    EXPECT_EQ(second.times, (Times{15ms}));
  };
}

// A new period may end before the old one would have. Who sleeps on until then never fires too late
// for a whole period, but short periods get rare: each is as long as the longer of two.
TEST(ElectionTimer, ResetMayBringTheDeadlineForward) {
  EXPLORE_WITH(.schedules_max = 1, .samples = 1, .steps_max = 60'000) {
    Random random(1);
    Elapsed length = 0ms;
    Stopwatch stopwatch;
    ElectionTimer* the_timer = nullptr;
    const auto on_timeout = [&] {
      length = stopwatch.time();
      the_timer->stop();
    };
    ElectionTimer timer(1ms, 1s, on_timeout, random);
    the_timer = &timer;
    int short_periods = 0;
    for (int i = 0; i < 100; ++i) {
      stopwatch = Stopwatch();
      timer.start();
      timer.reset();
      sleep_for(1001ms);
      timer.stop();
      if (length < Elapsed(250ms)) ++short_periods;
    }
    EXPECT_GE(short_periods, 13) << "of 100 periods, about 25 are shorter than 250 ms";
  };
}

}  // namespace
}  // namespace under_test
