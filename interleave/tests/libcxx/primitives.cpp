// Primitives of libc++, used rightly: no schedule fails, and no data race is seen. Prints a line
// for each, and ends with 1 if anything is wrong.
#include <atomic>
#include <barrier>
#include <chrono>
#include <condition_variable>
#include <future>
#include <latch>
#include <mutex>
#include <semaphore>
#include <shared_mutex>
#include <thread>
#include <vector>

#include "check.hpp"
#include "interleave/interleave.hpp"

namespace {

using interleave::check;
using interleave::together;
using libcxx::passes;
using std::chrono::hours;
using std::chrono::milliseconds;

int static_locals_made = 0;

struct Made {
  Made() { value = ++static_locals_made; }
  int value = 0;
};

int made_once() {
  static Made made;
  return made.value;
}

// Two threads that each add one to a plain number inside of `guarded`.
template <typename Mutex>
void count_with(Mutex& mutex) {
  int count = 0;
  const auto add = [&] {
    std::lock_guard lock(mutex);
    ++count;
  };
  together({"anna", add}, {"ben", add});
  check(count == 2, "both are counted");
}

void threads() {
  passes("thread", [] {
    int answer = 0;
    std::thread thread([&] { answer = 42; });
    thread.join();
    check(answer == 42, "a join orders");
  });
  passes("60 threads",
         [] {
           std::atomic<int> count = 0;
           std::vector<std::thread> all;
           for (int i = 0; i < 60; ++i) all.emplace_back([&] { ++count; });
           for (std::thread& thread : all) thread.join();
           check(count == 60, "all have run");
         },
         {.schedules_max = 50, .samples = 50});
  passes("thread_local", [] {
    thread_local int mine = 0;
    const auto use = [] { check(++mine == 1, "each has its own"); };
    together({"anna", use}, {"ben", use});
  });
  passes("static local", [] {
    const auto use = [] { check(made_once() == 1, "made once"); };
    together({"anna", use}, {"ben", use});
  });
}

void mutexes() {
  passes("mutex", [] {
    std::mutex mutex;
    count_with(mutex);
  });
  passes("recursive_mutex", [] {
    std::recursive_mutex mutex;
    std::lock_guard outer(mutex);
    mutex.lock();
    mutex.unlock();
    together({"other", [&] { check(!mutex.try_lock(), "it is taken"); }});
  });
  passes("timed_mutex", [] {
    std::timed_mutex mutex;
    count_with(mutex);
    mutex.lock();
    together({"other", [&] { check(!mutex.try_lock_for(hours(1)), "it times out"); }});
    mutex.unlock();
  });
  passes("shared_mutex", [] {
    std::shared_mutex mutex;
    int value = 0;
    together({"writer",
              [&] {
                std::unique_lock lock(mutex);
                ++value;
              }},
             {"reader", [&] {
                std::shared_lock lock(mutex);
                check(value == 0 || value == 1, "before or after");
              }});
  });
  passes("call_once", [] {
    std::once_flag once;
    int made = 0;
    const auto make = [&] {
      std::call_once(once, [&] { ++made; });
      check(made == 1, "it is made");
    };
    together({"anna", make}, {"ben", make});
    make();
  });
}

void conditions() {
  passes("condition_variable", [] {
    std::mutex mutex;
    std::condition_variable changed;
    int items = 0;
    together({"giver",
              [&] {
                std::lock_guard lock(mutex);
                ++items;
                changed.notify_one();
              }},
             {"taker", [&] {
                std::unique_lock lock(mutex);
                changed.wait(lock, [&] { return items > 0; });
                --items;
              }});
  });
  passes("condition_variable_any", [] {
    std::shared_mutex mutex;
    std::condition_variable_any changed;
    bool ready = false;
    together({"giver",
              [&] {
                std::unique_lock lock(mutex);
                ready = true;
                changed.notify_all();
              }},
             {"taker", [&] {
                std::shared_lock lock(mutex);
                changed.wait(lock, [&] { return ready; });
              }});
  });
  passes("a wait that times out", [] {
    std::mutex mutex;
    std::condition_variable never;
    std::unique_lock lock(mutex);
    check(!never.wait_for(lock, hours(1), [] { return false; }), "nobody notifies");
  });
  passes("sleep_for", [] {
    const auto begin = std::chrono::steady_clock::now();
    std::this_thread::sleep_for(hours(1));
    check(std::chrono::steady_clock::now() - begin == hours(1), "virtual time");
  });
}

void atomics() {
  passes("atomic wait", [] {
    std::atomic<bool> ready = false;
    int data = 0;
    together({"giver",
              [&] {
                data = 7;
                ready = true;
                ready.notify_one();
              }},
             {"taker", [&] {
                ready.wait(false);
                check(data == 7, "the data came before");
              }});
  });
  passes("atomic<int> wait", [] {
    std::atomic<int> number = 0;
    together({"giver",
              [&] {
                number = 1;
                number.notify_all();
              }},
             {"taker", [&] { number.wait(0); }});
  });
  passes("counting_semaphore", [] {
    std::counting_semaphore<3> items(0);
    int data = 0;
    together({"giver",
              [&] {
                data = 7;
                items.release();
              }},
             {"taker", [&] {
                items.acquire();
                check(data == 7, "the data came before");
              }});
  });
  passes("a semaphore that times out", [] {
    std::binary_semaphore never(0);
    const auto begin = std::chrono::steady_clock::now();
    check(!never.try_acquire_for(hours(1)), "nobody releases");
    const auto took = std::chrono::steady_clock::now() - begin;
    check(took >= hours(1) && took < hours(2), "it takes the time it was given");
  });
  passes("a semaphore that is in time", [] {
    std::binary_semaphore soon(0);
    together({"giver",
              [&] {
                std::this_thread::sleep_for(milliseconds(100));
                soon.release();
              }},
             {"taker", [&] { check(soon.try_acquire_for(hours(1)), "it comes"); }});
  });
}

void meetings() {
  passes("latch", [] {
    std::latch done(2);
    int a = 0;
    int b = 0;
    std::thread first([&] {
      a = 1;
      done.count_down();
    });
    std::thread second([&] {
      b = 1;
      done.count_down();
    });
    done.wait();
    check(a + b == 2, "both have worked");
    first.join();
    second.join();
  });
  passes("barrier", [] {
    std::barrier meeting(2);
    int a = 0;
    int b = 0;
    together({"anna",
              [&] {
                a = 1;
                meeting.arrive_and_wait();
                check(b == 1, "ben has worked");
              }},
             {"ben", [&] {
                b = 1;
                meeting.arrive_and_wait();
                check(a == 1, "anna has worked");
              }});
  });
  passes("barrier with a completion", [] {
    int phases = 0;
    std::barrier meeting(2, [&]() noexcept { ++phases; });
    const auto meet = [&] {
      meeting.arrive_and_wait();
      check(phases == 1, "the completion comes before");
      meeting.arrive_and_wait();
      check(phases == 2, "and again");
    };
    together({"anna", meet}, {"ben", meet});
  });
}

void futures() {
  passes("promise", [] {
    std::promise<int> promise;
    std::future<int> future = promise.get_future();
    std::thread thread([promise = std::move(promise)]() mutable { promise.set_value(42); });
    check(future.get() == 42, "the value");
    thread.join();
  });
  passes("a promise at the end of its thread", [] {
    std::promise<int> promise;
    std::future<int> future = promise.get_future();
    std::thread thread([&] { promise.set_value_at_thread_exit(42); });
    check(future.get() == 42, "the value");
    thread.join();
  });
  passes("async", [] {
    int data = 0;
    std::future<void> future = std::async(std::launch::async, [&] { data = 7; });
    future.get();
    check(data == 7, "what it did before");
  });
  passes("an exception in a future", [] {
    std::future<void> future = std::async(std::launch::async, [] { throw 7; });
    try {
      future.get();
      check(false, "it throws");
    } catch (int thrown) {
      check(thrown == 7, "what was thrown");
    }
  });
}

// What libc++ does inside, it polls for. That is not the program's polling.
void nobody_polls() {
  const interleave::Options strict{.spurious_wakeups_max = 1, .polling_forbidden = true};
  passes(
      "a semaphore, a barrier and a latch block",
      [] {
        std::binary_semaphore go(0);
        std::barrier meeting(2);
        std::latch done(1);
        together({"giver",
                  [&] {
                    go.release();
                    meeting.arrive_and_wait();
                    done.count_down();
                  }},
                 {"taker", [&] {
                    go.acquire();
                    meeting.arrive_and_wait();
                    done.wait();
                  }});
      },
      strict);
}

}  // namespace

int main() {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  threads();
  mutexes();
  conditions();
  atomics();
  meetings();
  futures();
  nobody_polls();
  return libcxx::wrong == 0 ? 0 : 1;
}
