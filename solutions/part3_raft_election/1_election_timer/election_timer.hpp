// Exercise 3.1: a timer that fires when nobody resets it in time (Raft, 5.2).
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>

#include "provided/random.hpp"

// A timer with at most one thread of its own at a time. While it runs, it calls on_timeout whenever
// nobody has reset it for a period, and begins the next period when on_timeout has returned. Each
// period, also one that a reset begins, has a length of its own, drawn from [min, max].
//
// Thread safety: any number of threads may call start, reset and stop at any time, and none of them
// holds another up for a period. on_timeout may call reset and stop. Making and destroying is for
// one thread; start and the destructor are not called from on_timeout.
class ElectionTimer {
 public:
  // `random` is this timer's alone as long as it lives. The timer does not run yet.
  // Requires: 0 < min <= max. Throws std::invalid_argument otherwise.
  ElectionTimer(Duration min, Duration max, std::function<void()> on_timeout, Random& random)
      : min_(min), max_(max), on_timeout_(std::move(on_timeout)), random_(random) {
    if (min <= Duration(0) || max < min) {
      throw std::invalid_argument("ElectionTimer: 0 < min <= max must hold");
    }
  }

  // Stops.
  ~ElectionTimer() { stop(); }

  ElectionTimer(const ElectionTimer&) = delete;
  ElectionTimer& operator=(const ElectionTimer&) = delete;

  // Begins a period. If it runs already, that is a reset.
  void start() {
    std::lock_guard control(control_);
    if (goes_on()) return;
    if (thread_.joinable()) thread_.join();  // It was stopped by on_timeout, and has left its loop.
    thread_ = std::thread([this] { run(); });
  }

  // Begins a new period, now. Does nothing while stopped, nor while on_timeout runs: then the
  // period begins at its return. It never waits for on_timeout.
  void reset() {
    std::lock_guard lock(mutex_);
    if (running_ && !is_calling()) begin_period();
  }

  // When it has returned, on_timeout is not running and is not called again until start(). It does
  // not wait for the end of the period. Called from on_timeout, it does not wait for that very
  // call, which is the last one. Stopping twice is stopping once.
  void stop() {
    if (stops_itself()) return;
    std::lock_guard control(control_);  // A second stop waits here until the first has joined.
    {
      std::lock_guard lock(mutex_);
      running_ = false;
      changed_.notify_one();
    }
    if (thread_.joinable()) thread_.join();  // Without mutex_: on_timeout may be in reset().
  }

 private:
  using Clock = std::chrono::steady_clock;

  // Begins a period. Returns whether there is a thread for it: one that runs, or that on_timeout
  // has stopped just now.
  bool goes_on() {
    std::lock_guard lock(mutex_);
    running_ = true;
    if (!is_calling()) begin_period();
    return std::exchange(in_loop_, true);
  }

  // Stops the timer if the caller is its on_timeout, and says whether it is.
  bool stops_itself() {
    std::lock_guard lock(mutex_);
    if (calling_ != std::this_thread::get_id()) return false;
    running_ = false;  // To join would be to wait for oneself. The thread looks at this at once.
    return true;
  }

  // Requires: the caller holds mutex_.
  void begin_period() {
    deadline_ = Clock::now() + random_.between(min_, max_);
    changed_.notify_one();  // Also for a reset: the new deadline may be before the old one.
  }

  // Requires: the caller holds mutex_.
  bool is_calling() const { return calling_ != std::thread::id(); }

  // What the timer's thread does.
  void run() {
    std::unique_lock lock(mutex_);
    while (running_) {
      const Clock::time_point deadline = deadline_;  // A copy: others change it while we sleep.
      if (Clock::now() < deadline) {
        changed_.wait_until(lock, deadline);  // Then look again, for whatever reason we woke up.
      } else {
        call_on_timeout(lock);
      }
    }
    in_loop_ = false;
  }

  // Calls on_timeout without the lock: it may call reset() and stop(), and so may others meanwhile.
  void call_on_timeout(std::unique_lock<std::mutex>& lock) {
    calling_ = std::this_thread::get_id();
    lock.unlock();
    on_timeout_();
    lock.lock();
    calling_ = std::thread::id();
    if (running_) begin_period();
  }

  const Duration min_;
  const Duration max_;
  const std::function<void()> on_timeout_;  // Called by the timer's thread only.
  Random& random_;                          // Guarded by mutex_.

  // One thread at a time starts or stops, and keeps this lock while it joins. on_timeout never
  // takes it, so whoever joins does not hold up the thread it waits for. Taken before mutex_.
  std::mutex control_;
  std::thread thread_;  // Guarded by control_.

  std::mutex mutex_;
  bool running_ = false;  // Guarded by mutex_. Started, and not stopped since.
  bool in_loop_ = false;  // Guarded by mutex_. There is a thread that looks at running_ again.
  Clock::time_point deadline_;  // Guarded by mutex_. When the period ends.
  std::thread::id calling_;     // Guarded by mutex_. Who runs on_timeout now; no id if nobody does.

  // The timer's thread sleeps here. It is notified when the deadline moves, and when it has to
  // stop.
  std::condition_variable changed_;
};
