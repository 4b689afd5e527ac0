// Tests of 1.5 with calls without a limit, and with limits that are long, or too long for the
// clock's numbers. They come last: what fails here too has a better story in the files before.
#include <chrono>
#include <optional>

#include "5_deadlines_test.hpp"

using namespace std::chrono_literals;

namespace under_test {
namespace {

// ---- The calls without a limit, as before, and beside those with one. ----

TEST(BoundedQueue, TwoReceiversAndASenderDoNotWaitForEachOther) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    const auto receive = [&] { EXPECT_TRUE(queue.pop().has_value()); };
    const auto send = [&] {
      EXPECT_TRUE(queue.push(1));
      EXPECT_TRUE(queue.push(2));
    };
    together({"first receiver", receive}, {"second receiver", receive}, {"sender", send});
  };
}

TEST(BoundedQueue, ClosingWakesEveryReceiver) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    const auto receive = [&] { EXPECT_EQ(queue.pop(), std::nullopt); };
    together({"first receiver", receive},
             {"second receiver", [&] { EXPECT_EQ(take_within(queue, 10ms), std::nullopt); }},
             {"closer", [&] { queue.close(); }});
  };
}

TEST(BoundedQueue, ClosingWakesEverySender) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    queue.push(1);
    const auto send = [&] { EXPECT_FALSE(queue.push(2)); };
    together({"first sender", send},
             {"second sender", [&] { EXPECT_FALSE(add_within(queue, 3, 10ms)); }},
             {"closer", [&] { queue.close(); }});
    EXPECT_EQ(queue.size(), 1u);
  };
}

TEST(BoundedQueue, ClosingEndsEveryWaitWithALimit) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    const bool full = choose(2) == 1;
    if (full) queue.push(1);
    const auto wait = [&] {
      const Stopwatch stopwatch;
      EXPECT_FALSE(full ? queue.try_push_for(2, 2h) : queue.try_pop_for(2h).has_value());
      EXPECT_LT(stopwatch.time(), Elapsed(kLibraryMayBeLate));
    };
    together({"first waiter", wait}, {"second waiter", wait}, {"closer", [&] { queue.close(); }});
  };
}

// ---- Limits that are long. ----

using std::chrono::hours;

// The clock counts nanoseconds in 64 bits: 2,562,047 hours of them.
constexpr hours kBeforeTheClock(-3'000'000);
constexpr hours kAfterTheClock(3'000'000);
constexpr hours kFiveYears(24 * 365 * 5);

TEST(BoundedQueue, KeepsALimitOfMonthsAndYears) {
  EXPLORE {
    EXPECT_EQ(time_until_giving_up(hours(24 * 30)), Elapsed(hours(24 * 30)));
    EXPECT_EQ(time_until_giving_up(kFiveYears), Elapsed(kFiveYears));
  };
}

TEST(BoundedQueue, ReceiverMayWaitAsLongAsItTakes) {
  using Seconds = std::chrono::duration<double>;
  EXPLORE {
    BoundedQueue<int> queue(1);
    const auto receive = [&] {
      EXPECT_EQ(queue.try_pop_for(hours::max()), 1);
      EXPECT_EQ(queue.try_pop_for(std::chrono::nanoseconds::max()), 2);
      EXPECT_EQ(queue.try_pop_for(Seconds::max()), 3);
      EXPECT_EQ(queue.try_pop_until(Clock::time_point::max()), 4);
      EXPECT_EQ(queue.try_pop_until(std::chrono::time_point<Clock, Seconds>::max()), 5);
      EXPECT_EQ(queue.try_pop_for(kAfterTheClock), 6);
    };
    const auto send = [&] {
      sleep_for(kFiveYears);
      for (int item : {1, 2, 3, 4, 5, 6}) {
        until_others_wait();
        queue.push(item);
      }
    };
    together({"receiver", receive}, {"sender", send});
  };
}

TEST(BoundedQueue, SenderMayWaitAsLongAsItTakes) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    queue.push(1);
    const auto send = [&] {
      EXPECT_TRUE(queue.try_push_for(2, hours::max()));
      EXPECT_TRUE(queue.try_push_for(3, std::chrono::nanoseconds::max()));
      EXPECT_TRUE(queue.try_push_until(4, Clock::time_point::max()));
      EXPECT_TRUE(queue.try_push_until(5, std::chrono::time_point<Clock, hours>::max()));
      EXPECT_TRUE(queue.try_push_for(6, kAfterTheClock));
    };
    const auto receive = [&] {
      sleep_for(kFiveYears);
      for (int item : {1, 2, 3, 4, 5}) {
        until_others_wait();
        EXPECT_EQ(queue.pop(), item);
      }
    };
    together({"sender", send}, {"receiver", receive});
    EXPECT_EQ(queue.pop(), 6);
  };
}

// The patient one may be woken for an item that is gone again, after the hasty one has given up.
TEST(BoundedQueue, WhoGivesUpEndsNoWaitOfAnother) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    const auto send = [&] {
      sleep_for(2ms);
      queue.push(1);
      if (queue.try_pop()) queue.push(2);
    };
    together({"hasty receiver", [&] { EXPECT_EQ(queue.try_pop_for(1ms), std::nullopt); }},
             {"patient receiver", [&] { EXPECT_TRUE(queue.try_pop_for(hours::max())); }},
             {"sender", send});
  };
}

TEST(BoundedQueue, TimeThatIsOverMayBeOverForLong) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    const Stopwatch stopwatch;
    EXPECT_EQ(queue.try_pop_for(kBeforeTheClock), std::nullopt);
    EXPECT_TRUE(queue.try_push_for(7, kBeforeTheClock));
    EXPECT_FALSE(queue.try_push_until(8, Clock::now() - kFiveYears));
    EXPECT_FALSE(queue.try_push_for(8, kBeforeTheClock));
    EXPECT_EQ(queue.try_pop_until(Clock::now() - kFiveYears), 7);
    EXPECT_EQ(queue.try_pop_for(kBeforeTheClock), std::nullopt);
    EXPECT_EQ(stopwatch.time(), Elapsed(0ms));
  };
}

}  // namespace
}  // namespace under_test
