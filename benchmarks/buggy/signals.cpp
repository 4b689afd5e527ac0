// Somebody sleeps for ever, or wakes too soon.
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <semaphore>
#include <thread>

#include "interleave/interleave.hpp"
#include "programs.hpp"

namespace buggy {
namespace {

using interleave::check;
using interleave::together;

// Waits without asking whether it already happened.
void wait_without_a_condition() {
  std::mutex mutex;
  std::condition_variable happened;
  together({"waiter",
            [&] {
              std::unique_lock lock(mutex);
              happened.wait(lock);
            }},
           {"notifier", [&] {
              std::lock_guard lock(mutex);
              happened.notify_one();
            }});
}

// The condition changes without the lock: between the look and the sleep.
void condition_changed_without_lock() {
  std::mutex mutex;
  std::condition_variable changed;
  std::atomic<bool> ready = false;
  together({"waiter",
            [&] {
              std::unique_lock lock(mutex);
              while (!ready) changed.wait(lock);
            }},
           {"notifier", [&] {
              ready = true;
              changed.notify_one();
            }});
}

// A queue of capacity 1, as far as these mistakes need it.
class Slot {
 public:
  // Waits with `if`: what it was woken for may be gone again.
  void take_with_if() {
    std::unique_lock lock(mutex_);
    if (!full_) not_empty_.wait(lock);
    check(full_, "took from an empty slot");
    full_ = false;
    not_full_.notify_one();
  }

  void put() {
    std::unique_lock lock(mutex_);
    while (full_) not_full_.wait(lock);
    full_ = true;
    not_empty_.notify_one();
  }

  // One condition variable for both kinds of waiters, and only one is woken.
  void put_with_one_signal() {
    std::unique_lock lock(mutex_);
    while (full_) changed_.wait(lock);
    full_ = true;
    changed_.notify_one();
  }

  void take_with_one_signal() {
    std::unique_lock lock(mutex_);
    while (!full_) changed_.wait(lock);
    full_ = false;
    changed_.notify_one();
  }

 private:
  std::mutex mutex_;
  std::condition_variable not_empty_;
  std::condition_variable not_full_;
  std::condition_variable changed_;
  bool full_ = false;
};

void if_for_while() {
  Slot slot;
  const auto put_two = [&] {
    slot.put();
    slot.put();
  };
  together({"sender", put_two}, {"receiver 1", [&] { slot.take_with_if(); }},
           {"receiver 2", [&] { slot.take_with_if(); }});
}

void one_signal_for_two_kinds() {
  Slot slot;
  const auto put = [&] { slot.put_with_one_signal(); };
  const auto take = [&] { slot.take_with_one_signal(); };
  together({"sender 1", put}, {"sender 2", put}, {"receiver 1", take}, {"receiver 2", take});
}

// The end is for all, and one is told.
void shutdown_tells_one() {
  std::mutex mutex;
  std::condition_variable work;
  bool stopped = false;
  const auto worker = [&] {
    std::unique_lock lock(mutex);
    while (!stopped) work.wait(lock);
  };
  together({"worker 1", worker}, {"worker 2", worker}, {"stopper", [&] {
                                                          std::lock_guard lock(mutex);
                                                          stopped = true;
                                                          work.notify_one();
                                                        }});
}

// A barrier that counts and has no generations: who is quick goes round again.
class Barrier {
 public:
  explicit Barrier(int threads) : threads_(threads) {}

  void arrive_and_wait() {
    std::unique_lock lock(mutex_);
    if (++arrived_ == threads_) {
      arrived_ = 0;
      all_here_.notify_all();
      return;
    }
    while (arrived_ != 0) all_here_.wait(lock);
  }

 private:
  const int threads_;
  std::mutex mutex_;
  std::condition_variable all_here_;
  int arrived_ = 0;
};

void barrier_used_again() {
  Barrier barrier(2);
  const auto two_rounds = [&] {
    barrier.arrive_and_wait();
    barrier.arrive_and_wait();
  };
  together({"one", two_rounds}, {"two", two_rounds});
}

// On its way out early it keeps the permit.
void semaphore_leak() {
  std::counting_semaphore<2> permits(1);
  std::atomic<bool> cancelled = false;
  const auto work = [&] {
    permits.acquire();
    if (cancelled) return;
    permits.release();
  };
  together({"one", work}, {"two", work}, {"canceller", [&] { cancelled = true; }});
}

// The permit is given before the work is there.
void released_before_it_is_ready() {
  std::binary_semaphore ready(0);
  std::atomic<int> item = 0;
  together({"producer",
            [&] {
              ready.release();
              item = 1;
            }},
           {"consumer", [&] {
              ready.acquire();
              check(item == 1, "nothing there");
            }});
}

// Sleeps on its condition with a second lock in its hand, which the notifier needs.
void nested_monitor() {
  std::mutex outer;
  std::mutex inner;
  std::condition_variable filled;
  bool full = false;
  together({"taker",
            [&] {
              std::lock_guard outer_lock(outer);
              std::unique_lock lock(inner);
              while (!full) filled.wait(lock);
            }},
           {"giver", [&] {
              std::lock_guard outer_lock(outer);
              std::lock_guard lock(inner);
              full = true;
              filled.notify_one();
            }});
}

// Subscribes after it has looked whether there is news.
void subscribed_too_late() {
  std::atomic<bool> news = false;
  std::atomic<bool> subscribed = false;
  std::binary_semaphore mail(0);
  together({"reader",
            [&] {
              if (news) return;
              subscribed = true;
              mail.acquire();
            }},
           {"publisher", [&] {
              news = true;
              if (subscribed) mail.release();
            }});
}

}  // namespace

std::vector<Program> signals() {
  return {
      {"wait_without_condition", "a wait that does not ask first", 2, wait_without_a_condition},
      {"condition_without_lock", "the condition changes without the lock", 2,
       condition_changed_without_lock},
      {"if_for_while", "a wait with if, and two receivers", 3, if_for_while},
      {"one_signal_two_kinds", "notify_one with two kinds of waiters", 4, one_signal_for_two_kinds},
      {"shutdown_tells_one", "the end is told with notify_one", 3, shutdown_tells_one},
      {"barrier_used_again", "a barrier without generations", 2, barrier_used_again},
      {"semaphore_leak", "a permit is kept on an early return", 3, semaphore_leak},
      {"released_too_early", "a permit is given before the work is there", 2,
       released_before_it_is_ready},
      {"nested_monitor", "a wait with another lock in hand", 2, nested_monitor},
      {"subscribed_too_late", "a look and a subscription with a gap between", 2,
       subscribed_too_late},
  };
}

}  // namespace buggy
