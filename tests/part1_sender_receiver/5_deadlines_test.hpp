// What the tests of 1.5 share.
#pragma once

#include <chrono>
#include <optional>
#include <thread>
#include <utility>

#include "deadlines.hpp"
#include "items.hpp"
#include "stopwatch.hpp"
#include "tests/interfaces/offer.hpp"
#include "workbook_test.hpp"

namespace under_test {

using interleave::move_wall_clock;
using std::chrono::milliseconds;
using std::this_thread::sleep_for;
using Clock = std::chrono::steady_clock;

// Takes an item within `time`, by the one call or by the other: each in schedules of its own.
template <typename T>
std::optional<T> take_within(BoundedQueue<T>& queue, Clock::duration time) {
  if (choose(2) == 0) return queue.try_pop_for(time);
  return queue.try_pop_until(Clock::now() + time);
}

// Adds an item within `time`, by the one call or by the other.
template <typename T>
bool add_within(BoundedQueue<T>& queue, T item, Clock::duration time) {
  if (choose(2) == 0) return queue.try_push_for(std::move(item), time);
  return queue.try_push_until(std::move(item), Clock::now() + time);
}

// Takes an item, by one of the calls that can.
inline bool take_somehow(BoundedQueue<int>& queue) {
  switch (choose(3)) {
    case 0:
      return queue.pop().has_value();
    case 1:
      return queue.try_pop().has_value();
    default:
      return queue.try_pop_for(milliseconds(1000)).has_value();
  }
}

// Adds an item, by one of the calls that can.
inline bool add_somehow(BoundedQueue<int>& queue, int item) {
  switch (choose(3)) {
    case 0:
      return queue.push(item);
    case 1:
      return queue.try_push(item);
    default:
      return queue.try_push_for(item, milliseconds(1000));
  }
}

// Returns how long a receiver waits in vain for `time`, and that a sender waits as long.
template <typename Time>
Elapsed time_until_giving_up(Time time) {
  BoundedQueue<int> queue(1);
  const Stopwatch receiving;
  EXPECT_EQ(queue.try_pop_for(time), std::nullopt);
  const Elapsed received = receiving.time();
  queue.push(1);
  const Stopwatch sending;
  EXPECT_FALSE(queue.try_push_for(2, time));
  EXPECT_EQ(sending.time(), received) << "a sender waits as long as a receiver";
  return received;
}

// After a wake-up in vain, the semaphores of some standard libraries look at the clock only now and
// then: four milliseconds are theirs. An answer that starts its wait anew is six late.
constexpr milliseconds kLibraryMayBeLate(5);

}  // namespace under_test
