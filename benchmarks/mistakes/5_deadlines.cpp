// Exercise 1.5 without an explorer: all that the queue of 1.4 is tried with, and time that runs
// out.
//
// Real time is never exact: a call may come back late because others had the processor. So what has
// to happen at once is allowed 700 ms here, and only what is early is told from what is in time.
#include <atomic>
#include <limits>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "deadlines.hpp"
#include "mistakes/queue_end.hpp"
#include "mistakes/queue_together.hpp"

namespace {

using namespace std::chrono_literals;
using stress::check;
using stress::Clock;
using stress::together;

constexpr auto kShort = 10ms;
constexpr auto kLong = 2000ms;
constexpr auto kAtOnce = 700ms;

// Runs `call`, which has to take as long as that, or somewhat longer.
template <typename Call>
void takes(Clock::duration time, Call call) {
  const auto start = Clock::now();
  call();
  const auto took = Clock::now() - start;
  check(took >= time, "no call gives up early");
  check(took < time + kAtOnce, "no call comes back late");
}

void nobody_waits_without_need() {
  BoundedQueue<int> queue(1);
  int item = 1;
  takes(0ms, [&] {
    check(queue.try_push_for(item, kLong), "there is room");
    check(queue.try_pop_for(kLong) == 1, "there is an item");
    check(queue.try_push_until(2, Clock::now() + kLong), "there is room");
    check(queue.try_pop_until(Clock::now() + kLong) == 2, "there is an item");
    check(queue.try_push_for(3, 0ms) && queue.try_pop_for(0ms) == 3, "0 ms is long enough to look");
    check(queue.try_push_for(4, -1s) && queue.try_pop_until(Clock::now() - 1s) == 4,
          "a deadline that is over is a look");
    check(!queue.try_pop_for(0ms) && !queue.try_pop_until(Clock::now() - 1s), "there is no item");
    queue.push(5);
    check(!queue.try_push_for(6, 0ms) && !queue.try_push_for(6, -1s), "there is no room");
    queue.close();
    check(!queue.try_push_for(7, kLong), "a closed queue refuses at once");
    check(queue.try_pop_for(kLong) == 5 && !queue.try_pop_for(kLong), "a closed queue is drained");
  });
}

void far_away_is_no_limit() {
  BoundedQueue<int> queue(1);
  const auto receive = [&] {
    check(queue.try_pop_for(std::chrono::hours::max()) == 1, "the longest time is long");
    check(queue.try_pop_until(Clock::time_point::max()) == 2, "the last deadline is far");
  };
  const auto send = [&] {
    stress::pause();
    queue.push(1);
    stress::pause();
    queue.push(2);
  };
  together(receive, send);
}

void time_runs_out() {
  BoundedQueue<std::unique_ptr<int>> queue(1);
  queue.push(nullptr);
  auto item = std::make_unique<int>(7);
  takes(kShort, [&] { check(!queue.try_push_for(item, kShort), "there is no room"); });
  check(item != nullptr, "an item that is refused stays with the caller");
  takes(kShort, [&] {
    check(!queue.try_push_until(std::move(item), Clock::now() + kShort), "there is no room");
  });
  check(item != nullptr, "an item that is refused stays with the caller");
  queue.pop();
  takes(kShort, [&] { check(!queue.try_pop_for(kShort), "there is no item"); });
  takes(kShort, [&] { check(!queue.try_pop_until(Clock::now() + kShort), "there is no item"); });
  takes(1500us, [&] { check(!queue.try_pop_for(1500us), "there is no item"); });
}

void what_comes_in_time_is_taken() {
  BoundedQueue<int> empty(1);
  BoundedQueue<int> full(1);
  full.push(1);
  const auto receive = [&] {
    stress::waits_without_polling(
        [&] { takes(0ms, [&] { check(empty.try_pop_for(kLong) == 7, "the item comes"); }); });
  };
  const auto send = [&] {
    stress::waits_without_polling(
        [&] { takes(0ms, [&] { check(full.try_push_for(2, kLong), "the room comes"); }); });
  };
  const auto serve = [&] {
    stress::long_pause();
    empty.push(7);
    check(full.pop() == 1, "a full queue keeps its item");
  };
  together(receive, send, serve);
  check(full.pop() == 2, "who waited has added its item");
}

void the_end_comes_in_time() {
  BoundedQueue<int> empty(1);
  BoundedQueue<int> full(1);
  full.push(1);
  const auto receive = [&] {
    takes(0ms, [&] { check(!empty.try_pop_for(kLong), "the end is no item"); });
  };
  const auto send = [&] {
    takes(0ms, [&] { check(!full.try_push_for(2, kLong), "the end is no room"); });
  };
  const auto close = [&] {
    stress::pause();
    empty.close();
    full.close();
  };
  together(receive, receive, send, send, close);
}

// Calls `wait` for 20 ms, and `disturb` each millisecond until that is over.
template <typename Wait, typename Disturb>
void while_disturbed(Wait wait, Disturb disturb) {
  std::atomic<bool> done = false;
  const auto wait_often = [&] {
    const auto end = Clock::now() + 2 * kShort;
    while (Clock::now() < end) takes(0ms, wait);
    done = true;
  };
  const auto disturb_often = [&] {
    for (int i = 0; i < 1500 && !done; ++i) {
      disturb();
      std::this_thread::sleep_for(1ms);
    }
  };
  together(wait_often, disturb_often);
}

// Items or places come and are gone: who waits may be woken, but has to end in time.
void being_woken_gives_no_more_time() {
  BoundedQueue<int> queue(1);
  while_disturbed([&] { queue.try_pop_for(kShort); },
                  [&] {
                    queue.try_push(1);
                    queue.try_pop();
                  });
  queue.try_push(1);
  while_disturbed([&] { queue.try_push_for(2, kShort); },
                  [&] {
                    queue.try_pop();
                    queue.try_push(1);
                  });
}

// The item comes, or the room, just when the time is up.
void the_last_moment() {
  for (int i = 0; i < 10; ++i) {
    BoundedQueue<int> queue(1);
    const bool is_full = i % 2 == 0;
    if (is_full) queue.push(1);
    Clock::time_point served_at;
    bool succeeded = false;
    const auto deadline = Clock::now() + 2ms;
    const auto wait = [&] {
      succeeded =
          is_full ? queue.try_push_until(2, deadline) : queue.try_pop_until(deadline).has_value();
    };
    const auto serve = [&] {
      std::this_thread::sleep_until(deadline - std::chrono::microseconds(200 - 20 * i));
      is_full ? static_cast<void>(queue.pop()) : static_cast<void>(queue.push(1));
      served_at = Clock::now();
    };
    together(wait, serve);
    check(succeeded || served_at > deadline, "what comes in time is not refused");
    check(queue.size() == (succeeded == is_full ? 1 : 0), "who gives up changes nothing");
  }
}

// One whose time is just up, and one who has time: if the first gives up, the second is told.
void giving_up_leaves_the_item_to_others() {
  for (int i = 0; i < 10; ++i) {
    BoundedQueue<int> queue(2);
    std::atomic<bool> hasty_is_back = false;
    std::atomic<bool> hasty_has_it = false;
    const auto hasty = [&] {
      hasty_has_it = queue.try_pop_for(1ms).has_value();
      hasty_is_back = true;
    };
    const auto patient = [&] {
      takes(0ms, [&] { check(queue.try_pop_for(kLong).has_value(), "there is an item"); });
    };
    const auto send = [&] {
      std::this_thread::sleep_for(std::chrono::microseconds(800 + 20 * i));
      queue.push(1);
      while (!hasty_is_back) std::this_thread::yield();
      if (hasty_has_it) queue.push(2);
    };
    together(hasty, patient, send);
  }
}

// Many items, by calls that give up and try again.
void many_items_with_limits() {
  BoundedQueue<int> queue(2);
  stress::Received received(2);
  const auto send = [&](int sender) {
    stress::for_each_item(sender, [&](int item) {
      while (!queue.try_push_for(item, std::chrono::microseconds(100))) continue;
    });
  };
  const auto receive = [&](std::size_t receiver) {
    for (int i = 0; i < stress::kItemsEach; ++i) {
      std::optional<int> item;
      while (!(item = queue.try_pop_for(std::chrono::microseconds(100)))) continue;
      received.add(receiver, *item);
    }
  };
  together([&] { send(0); }, [&] { send(1); }, [&] { receive(0); }, [&] { receive(1); });
  received.check_all(2);
}

}  // namespace

int main() {
  stress::stop_when_it_hangs();
  stress::one_thread<BoundedQueue>();
  nobody_waits_without_need();
  far_away_is_no_limit();
  together(time_runs_out, what_comes_in_time_is_taken, the_end_comes_in_time,
           being_woken_gives_no_more_time);
  the_last_moment();
  giving_up_leaves_the_item_to_others();
  many_items_with_limits();
  stress::the_end<BoundedQueue>();
  stress::many_threads<BoundedQueue>();
}
