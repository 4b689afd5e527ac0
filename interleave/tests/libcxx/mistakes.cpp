// Primitives of libc++, used wrongly: each mistake is found, and called by its name.
#include <atomic>
#include <barrier>
#include <condition_variable>
#include <latch>
#include <mutex>
#include <semaphore>
#include <thread>

#include "check.hpp"
#include "interleave/interleave.hpp"

using interleave::check;
using interleave::FailureKind;
using interleave::together;
using libcxx::fails;

namespace {

void locks() {
  fails("two locks in two orders", FailureKind::kDeadlock, [] {
    std::mutex a;
    std::mutex b;
    together({"anna",
              [&] {
                std::lock_guard first(a);
                std::lock_guard second(b);
              }},
             {"ben", [&] {
                std::lock_guard first(b);
                std::lock_guard second(a);
              }});
  });
  fails("notified before it waits", FailureKind::kLostWakeup, [] {
    std::mutex mutex;
    std::condition_variable changed;
    std::atomic<bool> ready = false;
    together({"giver",
              [&] {
                ready = true;
                changed.notify_one();
              }},
             {"taker", [&] {
                std::unique_lock lock(mutex);
                while (!ready) changed.wait(lock);
              }});
  });
  fails("a counter without a lock", FailureKind::kDataRace, [] {
    int count = 0;
    const auto add = [&] { ++count; };
    together({"anna", add}, {"ben", add});
  });
  fails("a wait that may time out", FailureKind::kWrongResult, [] {
    std::mutex mutex;
    std::condition_variable changed;
    bool ready = false;
    together({"giver",
              [&] {
                std::this_thread::sleep_for(std::chrono::hours(2));
                std::lock_guard lock(mutex);
                ready = true;
                changed.notify_one();
              }},
             {"taker", [&] {
                std::unique_lock lock(mutex);
                check(changed.wait_for(lock, std::chrono::hours(1), [&] { return ready; }),
                      "it came in time");
              }});
  });
}

// libc++ itself sleeps two seconds at most: the program would seem to work.
void atomics() {
  fails("an atomic that nobody notifies", FailureKind::kDeadlock, [] {
    std::atomic<bool> never = false;
    never.wait(false);
  });
  fails("an atomic that is changed and not notified", FailureKind::kDeadlock, [] {
    std::atomic<bool> ready = false;
    together({"giver", [&] { ready = true; }}, {"taker", [&] { ready.wait(false); }});
  });
  fails("a semaphore that nobody releases", FailureKind::kDeadlock, [] {
    std::counting_semaphore<3> items(1);
    items.acquire();
    items.acquire();
  });
  fails("a latch that nobody counts down", FailureKind::kDeadlock, [] {
    std::latch done(2);
    together({"one", [&] { done.arrive_and_wait(); }});
  });
  fails("a barrier to which one does not come", FailureKind::kDeadlock, [] {
    std::barrier meeting(2);
    together({"one", [&] { meeting.arrive_and_wait(); }});
  });
  fails("writes on both sides of a relaxed flag", FailureKind::kDataRace, [] {
    std::atomic<bool> ready = false;
    int data = 0;
    together({"giver",
              [&] {
                data = 7;
                ready.store(true, std::memory_order_relaxed);
                ready.notify_one();
              }},
             {"taker", [&] {
                ready.wait(false, std::memory_order_relaxed);
                check(data == 7, "the data came before");
              }});
  });
}

}  // namespace

int main() {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  locks();
  atomics();
  return libcxx::wrong == 0 ? 0 : 1;
}
