// The timer that 3.4 stands on. The tests of 3.1 try their own; these are the short form.
#include "provided/election_timer.hpp"

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <vector>

#include "stopwatch.hpp"
#include "workbook_test.hpp"

namespace under_test {
namespace {

using namespace std::chrono_literals;
using std::this_thread::sleep_for;

TEST(ProvidedElectionTimer, RefusesPeriodsThatMakeNoSense) {
  EXPLORE {
    Random random(1);
    const auto refuses = [&](Duration min, Duration max) {
      return throws<std::invalid_argument>([&] {
        ElectionTimer timer(
            min, max, [] {}, random);
      });
    };
    EXPECT_TRUE(refuses(0ms, 10ms));
    EXPECT_TRUE(refuses(10ms, 9ms));
  };
}

TEST(ProvidedElectionTimer, FiresWhenNobodyResetsItInTime) {
  EXPLORE_WITH(.polling_forbidden = true) {
    Random random(1);
    const Stopwatch stopwatch;
    std::vector<Elapsed> times;
    ElectionTimer timer(
        10ms, 10ms, [&] { times.push_back(stopwatch.time()); }, random);
    timer.start();
    sleep_for(8ms);
    timer.reset();
    sleep_for(25ms);
    timer.stop();
    EXPECT_EQ(times, (std::vector<Elapsed>{18ms, 28ms}));
  };
}

TEST(ProvidedElectionTimer, StopsAlsoFromInsideAndStartsAgain) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 300) {
    Random random(1);
    std::atomic<int> fired = 0;
    ElectionTimer* the_timer = nullptr;
    const auto on_timeout = [&] {
      ++fired;
      the_timer->stop();
    };
    ElectionTimer timer(10ms, 10ms, on_timeout, random);
    the_timer = &timer;
    timer.start();
    sleep_for(10ms);
    together({"starts", [&] { timer.start(); }}, {"resets", [&] { timer.reset(); }});
    sleep_for(15ms);
    timer.stop();
    const int fired_before = fired;
    EXPECT_GE(fired_before, 1);
    sleep_for(50ms);
    EXPECT_EQ(fired, fired_before);
  };
}

}  // namespace
}  // namespace under_test
