#include "5_deadlines_test.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>

using namespace std::chrono_literals;

namespace under_test {
namespace {

// ---- Alone: one thread. First what was there before, briefly. ----

TEST(BoundedQueue, GivesTheOldestItemFirst) {
  EXPLORE {
    BoundedQueue<int> queue(2);
    EXPECT_TRUE(queue.push(1));
    EXPECT_TRUE(queue.push(2));
    EXPECT_EQ(queue.pop(), 1);
    EXPECT_EQ(queue.size(), 1u);
    EXPECT_EQ(queue.try_pop(), 2);
  };
}

TEST(BoundedQueue, SaysNoInsteadOfWaiting) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    int item = 7;
    EXPECT_EQ(queue.try_pop(), std::nullopt);
    EXPECT_TRUE(offer(queue, item));
    EXPECT_FALSE(queue.try_push(8));
    EXPECT_EQ(queue.try_pop(), 7);
  };
}

TEST(BoundedQueue, StartsEmptyWithItsCapacity) {
  EXPLORE {
    EXPECT_EQ(BoundedQueue<int>(3).size(), 0u);
    EXPECT_EQ(BoundedQueue<int>(3).capacity(), 3u);
    EXPECT_TRUE(throws<std::invalid_argument>([] { BoundedQueue<int> queue(0); }));
  };
}

TEST(BoundedQueue, IsOpenUntilItIsClosed) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    EXPECT_FALSE(queue.closed());
    queue.close();
    EXPECT_TRUE(queue.closed());
  };
}

TEST(BoundedQueue, ClosedQueueTakesNothingAndGivesWhatItHas) {
  EXPLORE {
    BoundedQueue<int> queue(2);
    EXPECT_TRUE(queue.try_push(1));
    queue.close();
    queue.close();
    EXPECT_TRUE(queue.closed());
    EXPECT_FALSE(queue.push(2));
    EXPECT_FALSE(queue.try_push(3));
    EXPECT_EQ(queue.pop(), 1);
    EXPECT_EQ(queue.pop(), std::nullopt);
  };
}

TEST(BoundedQueue, ClosedAndEmptyQueueSaysSo) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    queue.close();
    EXPECT_EQ(queue.pop(), std::nullopt);
    EXPECT_EQ(queue.try_pop(), std::nullopt);
  };
}

// ---- The calls with a limit, still in one thread. ----

TEST(BoundedQueue, TryPopForTakesAtOnceWhatIsThere) {
  EXPLORE {
    BoundedQueue<int> queue(2);
    queue.push(1);
    queue.push(2);
    const Stopwatch stopwatch;
    EXPECT_EQ(queue.try_pop_for(10ms), 1);
    EXPECT_EQ(queue.try_pop_until(Clock::now() + 10ms), 2);
    EXPECT_EQ(stopwatch.time(), Elapsed(0ms));
    EXPECT_EQ(queue.size(), 0u);
  };
}

TEST(BoundedQueue, TryPushForUsesAtOnceTheRoomThereIs) {
  EXPLORE {
    BoundedQueue<int> queue(3);
    int item = 1;
    const Stopwatch stopwatch;
    EXPECT_TRUE(queue.try_push_for(item, 10ms));
    EXPECT_TRUE(queue.try_push_for(2, 10ms));
    EXPECT_TRUE(queue.try_push_until(3, Clock::now() + 10ms));
    EXPECT_EQ(stopwatch.time(), Elapsed(0ms));
    EXPECT_EQ(queue.size(), 3u);
    EXPECT_EQ(queue.try_pop(), 1);
    EXPECT_EQ(queue.try_pop(), 2);
    EXPECT_EQ(queue.try_pop(), 3);
  };
}

TEST(BoundedQueue, TryPopForGivesUpWhenItsTimeIsOver) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    const Stopwatch stopwatch;
    EXPECT_EQ(queue.try_pop_for(10ms), std::nullopt);
    EXPECT_EQ(stopwatch.time(), Elapsed(10ms));
  };
}

TEST(BoundedQueue, TryPopUntilGivesUpAtTheDeadline) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    const Clock::time_point deadline = Clock::now() + 10ms;
    sleep_for(4ms);
    const Stopwatch stopwatch;
    EXPECT_EQ(queue.try_pop_until(deadline), std::nullopt);
    EXPECT_EQ(stopwatch.time(), Elapsed(6ms));
  };
}

TEST(BoundedQueue, TryPushForGivesUpWhenItsTimeIsOver) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    queue.push(1);
    const Stopwatch stopwatch;
    EXPECT_FALSE(queue.try_push_for(2, 10ms));
    EXPECT_EQ(stopwatch.time(), Elapsed(10ms));
    EXPECT_EQ(queue.size(), 1u);
    EXPECT_EQ(queue.try_pop(), 1);
  };
}

TEST(BoundedQueue, TryPushUntilGivesUpAtTheDeadline) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    queue.push(1);
    const Clock::time_point deadline = Clock::now() + 10ms;
    sleep_for(4ms);
    const Stopwatch stopwatch;
    EXPECT_FALSE(queue.try_push_until(2, deadline));
    EXPECT_EQ(stopwatch.time(), Elapsed(6ms));
    EXPECT_EQ(queue.size(), 1u);
    EXPECT_EQ(queue.try_pop(), 1);
  };
}

TEST(BoundedQueue, RefusedItemStaysWithTheCaller) {
  EXPLORE {
    BoundedQueue<std::unique_ptr<int>> queue(1);
    queue.push(std::make_unique<int>(1));
    auto refused = std::make_unique<int>(2);
    EXPECT_FALSE(queue.try_push_for(refused, 10ms));
    EXPECT_FALSE(queue.try_push_for(std::move(refused), 10ms));
    EXPECT_FALSE(queue.try_push_until(refused, Clock::now() + 10ms));
    queue.close();
    EXPECT_FALSE(queue.try_push_until(std::move(refused), Clock::now() + 10ms));
    EXPECT_FALSE(queue.try_push_for(std::move(refused), 0ms));
    EXPECT_TRUE(refused != nullptr && *refused == 2);
  };
}

TEST(BoundedQueue, WithNoTimeAtAllItLooksOnce) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    const Stopwatch stopwatch;
    EXPECT_EQ(queue.try_pop_for(0s), std::nullopt);
    EXPECT_TRUE(queue.try_push_for(7, 0s));
    EXPECT_FALSE(queue.try_push_for(8, 0s));
    EXPECT_EQ(queue.try_pop_for(0s), 7);
    EXPECT_EQ(stopwatch.time(), Elapsed(0ms));
  };
}

TEST(BoundedQueue, WithLessThanNoTimeItLooksOnce) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    const Stopwatch stopwatch;
    EXPECT_EQ(queue.try_pop_for(-1h), std::nullopt);
    EXPECT_TRUE(queue.try_push_for(7, -1ns));
    EXPECT_FALSE(queue.try_push_for(8, -5s));
    EXPECT_EQ(queue.try_pop_for(-1ms), 7);
    EXPECT_EQ(stopwatch.time(), Elapsed(0ms));
  };
}

TEST(BoundedQueue, AfterItsDeadlineItLooksOnce) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    sleep_for(10s);
    const Clock::time_point now = Clock::now();
    const Stopwatch stopwatch;
    EXPECT_TRUE(queue.try_push_until(7, now - 1ns));
    EXPECT_FALSE(queue.try_push_until(8, now));
    EXPECT_EQ(queue.try_pop_until(now - 5s), 7);
    EXPECT_EQ(queue.try_pop_until(now), std::nullopt);
    EXPECT_EQ(stopwatch.time(), Elapsed(0ms));
  };
}

TEST(BoundedQueue, TakesTimeInAnyUnit) {
  using QuarterSeconds = std::chrono::duration<int, std::ratio<1, 4>>;
  using Seconds = std::chrono::duration<double>;
  EXPLORE {
    EXPECT_EQ(time_until_giving_up(1500us), Elapsed(1500us));
    EXPECT_EQ(time_until_giving_up(QuarterSeconds(1)), Elapsed(250ms));
    EXPECT_EQ(time_until_giving_up(Seconds(0.5)), Elapsed(500ms));
    EXPECT_EQ(time_until_giving_up(1ns), Elapsed(1ns));
    EXPECT_EQ(time_until_giving_up(1s), Elapsed(1s));
    EXPECT_EQ(time_until_giving_up(1'234'567'891ns), Elapsed(1'234'567'891ns));
  };
}

TEST(BoundedQueue, TakesADeadlineInAnyUnit) {
  using SecondsSince = std::chrono::time_point<Clock, std::chrono::duration<double>>;
  EXPLORE {
    BoundedQueue<int> queue(1);
    sleep_for(1ns);
    const auto next_second = std::chrono::ceil<std::chrono::seconds>(Clock::now());
    queue.try_pop_until(next_second);
    const Stopwatch stopwatch;
    queue.try_pop_until(next_second + 1s);
    EXPECT_EQ(stopwatch.time(), Elapsed(1s));
    queue.try_pop_until(SecondsSince(next_second) + 1500ms);
    EXPECT_EQ(stopwatch.time(), Elapsed(1500ms));
    queue.push(1);
    queue.try_push_until(2, next_second + 2s);
    EXPECT_EQ(stopwatch.time(), Elapsed(2s));
  };
}

// The clock has no parts of a nanosecond, and less than asked for would be too early.
TEST(BoundedQueue, RoundsUpWhatIsFinerThanTheClock) {
  using Nanoseconds = std::chrono::duration<long double, std::nano>;
  EXPLORE {
    EXPECT_EQ(time_until_giving_up(Nanoseconds(1.5)), Elapsed(2ns));
    BoundedQueue<int> queue(1);
    const Stopwatch stopwatch;
    queue.try_pop_until(Clock::now() + Nanoseconds(2.5));
    EXPECT_EQ(stopwatch.time(), Elapsed(3ns));
  };
}

TEST(BoundedQueue, WhoGaveUpHoldsNeitherRoomNorItem) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    EXPECT_EQ(queue.try_pop_for(1ms), std::nullopt);
    EXPECT_TRUE(queue.try_push(1));
    EXPECT_FALSE(queue.try_push_for(2, 1ms));
    EXPECT_EQ(queue.try_pop(), 1);
    EXPECT_TRUE(queue.try_push(3));
    EXPECT_EQ(queue.size(), 1u);
    EXPECT_EQ(queue.try_pop_for(1ms), 3);
  };
}

TEST(BoundedQueue, ClosedQueueLetsNobodyWait) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    queue.push(7);
    queue.close();
    const Stopwatch stopwatch;
    EXPECT_FALSE(queue.try_push_for(8, 10ms));
    EXPECT_EQ(queue.try_pop_for(10ms), 7);
    EXPECT_EQ(queue.try_pop_for(10ms), std::nullopt);
    EXPECT_EQ(queue.try_pop_until(Clock::now() + 10ms), std::nullopt);
    EXPECT_FALSE(queue.try_push_until(9, Clock::now() + 10ms));
    EXPECT_EQ(stopwatch.time(), Elapsed(0ms));
    EXPECT_EQ(queue.size(), 0u);
  };
}

TEST(BoundedQueue, CarriesItemsThatCanOnlyBeMoved) {
  EXPLORE {
    BoundedQueue<std::unique_ptr<int>> queue(2);
    EXPECT_TRUE(queue.try_push_for(std::make_unique<int>(1), 1ms));
    EXPECT_TRUE(queue.try_push_until(std::make_unique<int>(2), Clock::now()));
    EXPECT_EQ(number_in(queue.try_pop_for(1ms)), 1);
    EXPECT_EQ(number_in(queue.try_pop_until(Clock::now())), 2);
  };
}

TEST(BoundedQueue, CanBeUsedAfterACopyThrows) {
  EXPLORE {
    bool fails = true;
    BoundedQueue<Fragile> queue(1);
    Fragile item(1, &fails);
    EXPECT_TRUE(throws<CopyFailed>([&] { queue.try_push_for(item, 1ms); }));
    EXPECT_EQ(queue.size(), 0u);
    fails = false;
    EXPECT_TRUE(queue.try_push_for(item, 1ms));
    fails = true;
    EXPECT_TRUE(throws<CopyFailed>([&] { queue.try_pop_for(1ms); }));
    fails = false;
    queue.try_pop();
    EXPECT_TRUE(queue.try_push_until(item, Clock::now()));
    EXPECT_EQ(number_in(queue.try_pop_for(1ms)), 1);
  };
}

}  // namespace
}  // namespace under_test
