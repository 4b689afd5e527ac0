// Tests of 1.5 with times that are too long for the clock's numbers. They come last: an answer that
// fails here too has a better story above.
#include <chrono>

#include "5_deadlines_test.hpp"

namespace {

TEST(BoundedQueue, ReceiverMayWaitAsLongAsItTakes) {
  using Seconds = std::chrono::duration<double>;
  EXPLORE {
    BoundedQueue<int> queue(1);
    const auto receive = [&] {
      EXPECT_EQ(queue.try_pop_for(std::chrono::hours::max()), 1);
      EXPECT_EQ(queue.try_pop_for(std::chrono::nanoseconds::max()), 2);
      EXPECT_EQ(queue.try_pop_for(Seconds::max()), 3);
      EXPECT_EQ(queue.try_pop_until(Clock::time_point::max()), 4);
      EXPECT_EQ(queue.try_pop_until(std::chrono::time_point<Clock, Seconds>::max()), 5);
    };
    const auto send = [&] {
      for (int item : {1, 2, 3, 4, 5}) {
        until_others_wait();
        queue.push(item);
      }
    };
    together({"receiver", receive}, {"sender", send});
  };
}

TEST(BoundedQueue, SenderMayWaitAsLongAsItTakes) {
  using Hours = std::chrono::hours;
  EXPLORE {
    BoundedQueue<int> queue(1);
    queue.push(1);
    const auto send = [&] {
      EXPECT_TRUE(queue.try_push_for(2, Hours::max()));
      EXPECT_TRUE(queue.try_push_for(3, std::chrono::nanoseconds::max()));
      EXPECT_TRUE(queue.try_push_until(4, Clock::time_point::max()));
      EXPECT_TRUE(queue.try_push_until(5, std::chrono::time_point<Clock, Hours>::max()));
    };
    const auto receive = [&] {
      for (int item : {1, 2, 3, 4}) {
        until_others_wait();
        EXPECT_EQ(queue.pop(), item);
      }
    };
    together({"sender", send}, {"receiver", receive});
    EXPECT_EQ(queue.pop(), 5);
  };
}

}  // namespace
