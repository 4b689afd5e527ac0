// Tests of 1.5 with more than one thread: every interleaving.
#include <chrono>
#include <optional>

#include "5_deadlines_test.hpp"

using namespace std::chrono_literals;

namespace under_test {
namespace {

TEST(BoundedQueue, ReceiverSleepsUntilAnItemComes) {
  EXPLORE_WITH(.polling_forbidden = true) {
    BoundedQueue<int> queue(1);
    const auto receive = [&] {
      const Stopwatch stopwatch;
      EXPECT_EQ(take_within(queue, 2h), 7);
      EXPECT_EQ(stopwatch.time(), Elapsed(1h));
    };
    const auto send = [&] {
      until_others_wait();
      queue.push(7);
    };
    together({"receiver", receive}, {"sender", send});
  };
}

TEST(BoundedQueue, SenderSleepsUntilThereIsRoom) {
  EXPLORE_WITH(.polling_forbidden = true) {
    BoundedQueue<int> queue(1);
    queue.push(1);
    const auto send = [&] {
      const Stopwatch stopwatch;
      EXPECT_TRUE(add_within(queue, 2, 2h));
      EXPECT_EQ(stopwatch.time(), Elapsed(1h));
    };
    const auto receive = [&] {
      until_others_wait();
      EXPECT_EQ(queue.pop(), 1);
    };
    together({"sender", send}, {"receiver", receive});
    EXPECT_EQ(queue.pop(), 2);
  };
}

TEST(BoundedQueue, ClosingEndsTheWaitOfAReceiver) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    const auto receive = [&] {
      const Stopwatch stopwatch;
      EXPECT_EQ(take_within(queue, 10ms), std::nullopt);
      EXPECT_EQ(stopwatch.time(), Elapsed(5ms));
    };
    const auto close = [&] {
      sleep_for(5ms);
      queue.close();
    };
    together({"receiver", receive}, {"closer", close});
  };
}

TEST(BoundedQueue, ClosingEndsTheWaitOfASender) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    queue.push(1);
    const bool makes_room = choose(2) == 1;
    const auto send = [&] {
      const Stopwatch stopwatch;
      EXPECT_FALSE(add_within(queue, 2, 10ms));
      EXPECT_EQ(stopwatch.time(), Elapsed(5ms));
    };
    const auto close = [&] {
      sleep_for(5ms);
      queue.close();
      if (makes_room) queue.pop();  // Too late.
    };
    together({"sender", send}, {"closer", close});
    EXPECT_EQ(queue.size(), makes_room ? 0u : 1u);
  };
}

// The item comes and goes again while the receiver waits.
TEST(BoundedQueue, BeingWokenGivesAReceiverNoMoreTime) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    std::optional<int> received;
    std::optional<int> taken_back;
    const auto receive = [&] {
      const Stopwatch stopwatch;
      received = take_within(queue, 10ms);
      const Elapsed took = stopwatch.time();
      const Clock::duration expected = received ? 6ms : 10ms;
      EXPECT_GE(took, Elapsed(expected));
      EXPECT_LT(took, Elapsed(expected + kLibraryMayBeLate));
    };
    const auto send = [&] {
      sleep_for(6ms);
      queue.push(7);
      taken_back = queue.try_pop();
    };
    together({"receiver", receive}, {"sender", send});
    EXPECT_NE(received.has_value(), taken_back.has_value());
  };
}

TEST(BoundedQueue, BeingWokenGivesASenderNoMoreTime) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    queue.push(1);
    bool accepted = false;
    bool put_back = false;
    const auto send = [&] {
      const Stopwatch stopwatch;
      accepted = add_within(queue, 2, 10ms);
      const Elapsed took = stopwatch.time();
      const Clock::duration expected = accepted ? 6ms : 10ms;
      EXPECT_GE(took, Elapsed(expected));
      EXPECT_LT(took, Elapsed(expected + kLibraryMayBeLate));
    };
    const auto receive = [&] {
      sleep_for(6ms);
      EXPECT_EQ(queue.pop(), 1);
      put_back = queue.try_push(3);
    };
    together({"sender", send}, {"receiver", receive});
    EXPECT_NE(accepted, put_back);
    EXPECT_EQ(queue.try_pop(), accepted ? 2 : 3);
  };
}

// What is waited for comes and goes again, twice.
TEST(BoundedQueue, BeingWokenTwiceEndsNoWait) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    const bool full = choose(2) == 1;
    if (full) queue.push(1);
    const auto wait = [&] {
      const Stopwatch stopwatch;
      const bool done = full ? queue.try_push_for(2, 10ms) : queue.try_pop_for(10ms).has_value();
      EXPECT_GE(stopwatch.time(), Elapsed(done ? 4ms : 10ms));
    };
    const auto come_and_go = [&] {
      for (int item : {3, 4}) {
        sleep_for(4ms);
        if (full) queue.try_pop();
        queue.try_push(item);
        if (!full) queue.try_pop();
      }
    };
    together({"waiter", wait}, {"other", come_and_go});
  };
}

TEST(BoundedQueue, ReceiverThatWakesWithoutReasonWaitsOn) {
  EXPLORE_WITH(.spurious_wakeups_max = 1) {
    BoundedQueue<int> queue(1);
    const auto receive = [&] {
      const Stopwatch stopwatch;
      EXPECT_EQ(take_within(queue, 10ms), 7);
      EXPECT_EQ(stopwatch.time(), Elapsed(4ms));
    };
    const auto send = [&] {
      sleep_for(4ms);
      queue.push(7);
    };
    together({"receiver", receive}, {"sender", send});
  };
}

TEST(BoundedQueue, SenderThatWakesWithoutReasonWaitsOn) {
  EXPLORE_WITH(.spurious_wakeups_max = 1) {
    BoundedQueue<int> queue(1);
    queue.push(1);
    const auto send = [&] {
      const Stopwatch stopwatch;
      EXPECT_TRUE(add_within(queue, 2, 10ms));
      EXPECT_EQ(stopwatch.time(), Elapsed(4ms));
    };
    const auto receive = [&] {
      sleep_for(4ms);
      EXPECT_EQ(queue.pop(), 1);
    };
    together({"sender", send}, {"receiver", receive});
    EXPECT_EQ(queue.pop(), 2);
  };
}

// The first item is there two milliseconds before the deadline; the second one may keep the lock
// until after it.
TEST(BoundedQueue, ItemThatCameInTimeIsNotRefused) {
  EXPLORE {
    BoundedQueue<Slow> queue(2);
    const auto receive = [&] {
      const std::optional<Slow> item = take_within(queue, 10ms);
      EXPECT_EQ(item ? item->number : 0, 1);
    };
    const auto send = [&] {
      sleep_for(8ms);
      queue.push(1);
      queue.try_push(Slow(2, 5ms));
    };
    together({"receiver", receive}, {"sender", send});
  };
}

// Who gets the item passes it on to the other. Here time may run out at any moment.
TEST(BoundedQueue, ReceiverThatGivesUpTakesNoWakeUpWithIt) {
  EXPLORE_WITH(.timeouts_any_time = true) {
    BoundedQueue<int> queue(1);
    const auto receive_in_haste = [&] {
      if (const auto item = queue.try_pop_for(10ms)) queue.push(*item);
    };
    const auto send = [&] {
      queue.push(7);
      sleep_for(20ms);
      EXPECT_LE(queue.size(), 1u);
    };
    together({"hasty receiver", receive_in_haste}, {"receiver", [&] { EXPECT_EQ(queue.pop(), 7); }},
             {"sender", send});
  };
}

TEST(BoundedQueue, SenderThatGivesUpTakesNoWakeUpWithIt) {
  EXPLORE_WITH(.timeouts_any_time = true) {
    BoundedQueue<int> queue(1);
    queue.push(1);
    const auto send_in_haste = [&] {
      const bool accepted = queue.try_push_for(2, 10ms);
      if (accepted) queue.pop();
    };
    const auto receive = [&] {
      EXPECT_EQ(queue.pop(), 1);
      sleep_for(20ms);
      EXPECT_LE(queue.size(), 1u);
    };
    together({"hasty sender", send_in_haste}, {"sender", [&] { EXPECT_TRUE(queue.push(3)); }},
             {"receiver", receive});
  };
}

TEST(BoundedQueue, RoomThatCameInTimeIsUsed) {
  EXPLORE {
    BoundedQueue<Slow> queue(2);
    queue.push(1);
    queue.push(Slow(2, 5ms));
    const auto send = [&] { EXPECT_TRUE(add_within<Slow>(queue, 3, 10ms)); };
    const auto receive = [&] {
      sleep_for(8ms);
      queue.pop();
      queue.pop();
    };
    together({"sender", send}, {"receiver", receive});
  };
}

// At the very moment of the deadline, either answer is right.
TEST(BoundedQueue, ItemAtTheLastMomentIsReceivedOrStays) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    std::optional<int> received;
    const auto receive = [&] {
      const Stopwatch stopwatch;
      received = take_within(queue, 10ms);
      EXPECT_EQ(stopwatch.time(), Elapsed(10ms));
    };
    const auto send = [&] {
      sleep_for(10ms);
      queue.push(7);
    };
    together({"receiver", receive}, {"sender", send});
    EXPECT_NE(received == 7, queue.try_pop() == 7);
  };
}

TEST(BoundedQueue, RoomAtTheLastMomentIsUsedOrStays) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    queue.push(1);
    bool accepted = false;
    const auto send = [&] {
      const Stopwatch stopwatch;
      accepted = add_within(queue, 2, 10ms);
      EXPECT_EQ(stopwatch.time(), Elapsed(10ms));
    };
    const auto receive = [&] {
      sleep_for(10ms);
      EXPECT_EQ(queue.pop(), 1);
    };
    together({"sender", send}, {"receiver", receive});
    EXPECT_EQ(queue.size(), accepted ? 1u : 0u);
  };
}

TEST(BoundedQueue, EachCallHasItsOwnDeadline) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    const bool full = choose(2) == 1;
    if (full) queue.push(1);
    const auto wait = [&](Clock::duration time) {
      const Stopwatch stopwatch;
      EXPECT_FALSE(full ? queue.try_push_for(2, time) : queue.try_pop_for(time).has_value());
      EXPECT_EQ(stopwatch.time(), Elapsed(time));
    };
    together({"first waiter", [&] { wait(10ms); }}, {"second waiter", [&] { wait(30ms); }});
  };
}

TEST(BoundedQueue, ItemAddedInTimeLetsAReceiverGo) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    together({"receiver", [&] { EXPECT_EQ(queue.pop(), 7); }},
             {"sender", [&] { EXPECT_TRUE(add_within(queue, 7, 10ms)); }});
  };
}

TEST(BoundedQueue, ItemTakenInTimeLetsASenderGo) {
  EXPLORE {
    BoundedQueue<int> queue(1);
    queue.push(1);
    together({"sender", [&] { EXPECT_TRUE(queue.push(2)); }},
             {"receiver", [&] { EXPECT_EQ(take_within(queue, 10ms), 1); }});
    EXPECT_EQ(queue.pop(), 2);
  };
}

// Two receivers, one of them with a limit. Time stands still while anybody can go on.
TEST(BoundedQueue, ReceiverWithALimitGoesOnAtOnceWhoeverSends) {
  EXPLORE {
    BoundedQueue<int> queue(2);
    const auto receive_in_time = [&] {
      const Stopwatch stopwatch;
      EXPECT_TRUE(queue.try_pop_for(2h).has_value());
      EXPECT_LT(stopwatch.time(), Elapsed(kLibraryMayBeLate));
    };
    const auto send = [&] {
      for (int item : {1, 2}) EXPECT_TRUE(add_somehow(queue, item));
    };
    together({"receiver with a limit", receive_in_time},
             {"receiver", [&] { EXPECT_TRUE(queue.pop().has_value()); }}, {"sender", send});
  };
}

TEST(BoundedQueue, SenderWithALimitGoesOnAtOnceWhoeverReceives) {
  EXPLORE {
    BoundedQueue<int> queue(2);
    for (int item : {1, 2}) queue.push(item);
    const auto send_in_time = [&] {
      const Stopwatch stopwatch;
      EXPECT_TRUE(queue.try_push_for(3, 2h));
      EXPECT_LT(stopwatch.time(), Elapsed(kLibraryMayBeLate));
    };
    const auto receive = [&] {
      for (int times : {1, 2}) EXPECT_TRUE(take_somehow(queue)) << times;
    };
    together({"sender with a limit", send_in_time}, {"sender", [&] { EXPECT_TRUE(queue.push(4)); }},
             {"receiver", receive});
    EXPECT_EQ(queue.size(), 2u);
  };
}

// A receiver and then a sender wait for ten milliseconds, while somebody sets the wall clock.
void wait_while_the_wall_clock_moves(std::chrono::nanoseconds by) {
  BoundedQueue<int> queue(1);
  const auto wait = [&] {
    const Stopwatch stopwatch;
    EXPECT_EQ(take_within(queue, 10ms), std::nullopt);
    EXPECT_EQ(stopwatch.time(), Elapsed(10ms));
    queue.push(1);
    EXPECT_FALSE(add_within(queue, 2, 10ms));
    EXPECT_EQ(stopwatch.time(), Elapsed(20ms));
  };
  const auto set = [&] {
    move_wall_clock(by);
    sleep_for(12ms);
    move_wall_clock(by);
  };
  together({"waiter", wait}, {"clock setter", set});
}

TEST(BoundedQueue, WallClockSetForwardEndsNoWait) {
  EXPLORE { wait_while_the_wall_clock_moves(1h); };
}

TEST(BoundedQueue, WallClockSetBackMakesNoWaitLonger) {
  EXPLORE { wait_while_the_wall_clock_moves(-1h); };
}

}  // namespace
}  // namespace under_test
