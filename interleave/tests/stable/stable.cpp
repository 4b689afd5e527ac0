// Prints verdict and schedule string of programs that fail, one line each. The text has to be the
// same in every run, on an idle machine and on a busy one, and whichever compiler built it:
//
//   interleave/tests/stable/compare 100 build-gcc/tests/interleave_stable \
//       build-clang/tests/interleave_stable
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <mutex>
#include <semaphore>
#include <shared_mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "interleave/interleave.hpp"

namespace {

using interleave::together;

void unguarded_account() {
  int balance = 0;
  together({"anna", [&] { ++balance; }}, {"ben", [&] { ++balance; }});
}

void two_step_counter() {
  std::atomic<int> counter = 0;
  const auto add = [&] { counter.store(counter.load() + 1); };
  together({"anna", add}, {"ben", add}, {"carl", add});
  interleave::check(counter.load() == 3, "an increment was lost");
}

void two_critical_sections() {
  std::mutex mutex;
  int balance = 10;
  const auto withdraw = [&] {
    int seen = 0;
    {
      std::lock_guard lock(mutex);
      seen = balance;
    }
    std::lock_guard lock(mutex);
    balance = seen - 5;
  };
  together({"anna", withdraw}, {"ben", withdraw});
  interleave::check(balance == 0, "a withdrawal was lost");
}

void two_locks_in_two_orders() {
  std::mutex left;
  std::mutex right;
  together({"anna",
            [&] {
              std::lock_guard first(left);
              std::lock_guard second(right);
            }},
           {"ben", [&] {
              std::lock_guard first(right);
              std::lock_guard second(left);
            }});
}

void philosophers() {
  std::vector<std::mutex> forks(4);
  std::vector<interleave::Role> roles;
  for (std::size_t i = 0; i < forks.size(); ++i) {
    roles.push_back({"philosopher " + std::to_string(i), [&forks, i] {
                       std::lock_guard left(forks[i]);
                       std::lock_guard right(forks[(i + 1) % forks.size()]);
                     }});
  }
  together(std::move(roles));
}

void signal_without_the_lock() {
  std::mutex mutex;
  std::condition_variable ready;
  std::atomic<int> is_ready = 0;
  together({"waiter",
            [&] {
              std::unique_lock lock(mutex);
              while (is_ready.load() == 0) ready.wait(lock);
            }},
           {"signaller", [&] {
              is_ready.store(1);
              ready.notify_one();
            }});
}

void wait_without_a_condition() {
  std::mutex mutex;
  std::condition_variable ready;
  together({"waiter",
            [&] {
              std::unique_lock lock(mutex);
              ready.wait(lock);
            }},
           {"signaller", [&] {
              std::lock_guard lock(mutex);
              ready.notify_one();
            }});
}

// A queue with one condition variable for two kinds of waiters, and notify_one.
void one_condition_for_two_kinds() {
  std::mutex mutex;
  std::condition_variable changed;
  bool full = false;
  const auto push = [&] {
    std::unique_lock lock(mutex);
    while (full) changed.wait(lock);
    full = true;
    changed.notify_one();
  };
  const auto pop = [&] {
    std::unique_lock lock(mutex);
    while (!full) changed.wait(lock);
    full = false;
    changed.notify_one();
  };
  together({"sender 1", push}, {"sender 2", push}, {"receiver 1", pop}, {"receiver 2", pop});
}

void if_for_while() {
  std::mutex mutex;
  std::condition_variable not_empty;
  std::deque<int> items;
  const auto pop = [&] {
    std::unique_lock lock(mutex);
    if (items.empty()) not_empty.wait(lock);
    interleave::check(!items.empty(), "nothing to pop");
    items.pop_front();
  };
  together({"receiver 1", pop}, {"receiver 2", pop}, {"sender", [&] {
                                                        for (int i = 0; i < 2; ++i) {
                                                          std::lock_guard lock(mutex);
                                                          items.push_back(i);
                                                          not_empty.notify_one();
                                                        }
                                                      }});
}

void spin_that_nobody_ends() {
  std::atomic<int> flag = 0;
  together({"spins",
            [&] {
              while (flag.load() == 0) {
              }
            }},
           {"forgets", [] {}});
}

void exception_in_one_schedule() {
  std::atomic<int> order = 0;
  together({"first", [&] { order.store(1); }}, {"second", [&] {
                                                  if (order.load() == 0)
                                                    throw std::runtime_error("too early");
                                                }});
}

void thread_that_nobody_joins() {
  std::thread([] {}).detach();
  std::mutex mutex;
  auto* const thread = new std::thread([&] { std::lock_guard lock(mutex); });
  static_cast<void>(thread);
}

void unlock_of_what_is_not_held() {
  std::mutex mutex;
  together({"holder", [&] { mutex.lock(); }}, {"other", [&] { mutex.unlock(); }});
}

void reader_that_writes() {
  std::shared_mutex mutex;
  int value = 0;
  const auto write = [&] {
    std::shared_lock lock(mutex);
    ++value;
  };
  together({"anna", write}, {"ben", write});
}

void time_out_too_short() {
  using namespace std::chrono_literals;
  std::mutex mutex;
  std::condition_variable ready;
  bool is_ready = false;
  together({"waiter",
            [&] {
              std::unique_lock lock(mutex);
              interleave::check(ready.wait_for(lock, 10ms, [&] { return is_ready; }), "too late");
            }},
           {"signaller", [&] {
              std::this_thread::sleep_for(20ms);
              std::lock_guard lock(mutex);
              is_ready = true;
              ready.notify_one();
            }});
}

void try_lock_that_gives_up() {
  std::mutex mutex;
  int done = 0;
  const auto work = [&] {
    if (!mutex.try_lock()) return;
    ++done;
    mutex.unlock();
  };
  together({"anna", work}, {"ben", work});
  interleave::check(done == 2, "work was left undone");
}

void number_that_fails() {
  const std::size_t first = interleave::choose(5);
  const std::size_t second = interleave::choose(5);
  interleave::check(first * second != 12, "twelve");
}

void one_permit_for_two() {
  std::counting_semaphore<4> permits(1);
  together({"anna", [&] { permits.acquire(); }}, {"ben", [&] { permits.acquire(); }});
}

void compare_exchange_without_a_loop() {
  std::atomic<int> counter = 0;
  const auto add = [&] {
    int seen = counter.load();
    counter.compare_exchange_strong(seen, seen + 1);
  };
  together({"anna", add}, {"ben", add});
  interleave::check(counter.load() == 2, "an increment was lost");
}

// Dekker's entry with the store after the look.
void look_before_store() {
  std::atomic<int> x = 0;
  std::atomic<int> y = 0;
  std::atomic<int> inside = 0;
  const auto enter = [&](std::atomic<int>& mine, std::atomic<int>& other) {
    if (other.load() != 0) return;
    mine.store(1);
    interleave::check(inside.fetch_add(1) == 0, "both are inside");
    inside.fetch_sub(1);
  };
  together({"anna", [&] { enter(x, y); }}, {"ben", [&] { enter(y, x); }});
}

struct Program {
  const char* name;
  void (*body)();
};

constexpr Program kPrograms[] = {
    {"unguarded account", unguarded_account},
    {"two-step counter", two_step_counter},
    {"two critical sections", two_critical_sections},
    {"two locks in two orders", two_locks_in_two_orders},
    {"philosophers", philosophers},
    {"signal without the lock", signal_without_the_lock},
    {"wait without a condition", wait_without_a_condition},
    {"one condition for two kinds", one_condition_for_two_kinds},
    {"if for while", if_for_while},
    {"spin that nobody ends", spin_that_nobody_ends},
    {"exception in one schedule", exception_in_one_schedule},
    {"thread that nobody joins", thread_that_nobody_joins},
    {"unlock of what is not held", unlock_of_what_is_not_held},
    {"reader that writes", reader_that_writes},
    {"time-out too short", time_out_too_short},
    {"try_lock that gives up", try_lock_that_gives_up},
    {"number that fails", number_that_fails},
    {"one permit for two", one_permit_for_two},
    {"compare_exchange without a loop", compare_exchange_without_a_loop},
    {"look before store", look_before_store},
};

struct Search {
  const char* name;
  interleave::Strategy strategy;
};

constexpr Search kSearches[] = {
    {"mix", interleave::Strategy::kMix},         {"exhaustive", interleave::Strategy::kExhaustive},
    {"bounded", interleave::Strategy::kBounded}, {"random", interleave::Strategy::kRandom},
    {"pct", interleave::Strategy::kPct},         {"pos", interleave::Strategy::kPos},
    {"surw", interleave::Strategy::kSurw},
};

}  // namespace

int main() {
  for (const Program& program : kPrograms) {
    for (const Search& search : kSearches) {
      interleave::Options options;
      options.strategy = search.strategy;
      const interleave::Result result = interleave::explore(program.body, options);
      const bool failed = result.failure.has_value();
      std::printf("%s, %s: %s, %s %s\n", program.name, search.name, result.seen.c_str(),
                  failed ? std::string(name(result.failure->kind)).c_str() : "no failure",
                  failed ? result.failure->schedule.c_str() : "");
    }
  }
}
