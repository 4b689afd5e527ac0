// Alternative: Each start makes a run of its own, with its lock and its thread; a run ends once.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>

#include "provided/random.hpp"

class ElectionTimer {
 public:
  ElectionTimer(Duration min, Duration max, std::function<void()> on_timeout, Random& random)
      : min_(min), max_(max), on_timeout_(std::move(on_timeout)), random_(random) {
    if (min <= Duration(0) || max < min) {
      throw std::invalid_argument("the lengths must be positive, and max not below min");
    }
  }

  ~ElectionTimer() { stop(); }

  ElectionTimer(const ElectionTimer&) = delete;
  ElectionTimer& operator=(const ElectionTimer&) = delete;

  void start() {
    std::lock_guard control(control_);
    std::shared_ptr<Run> run = current();
    if (run && begin_period(*run)) return;
    if (thread_.joinable()) thread_.join();
    run = std::make_shared<Run>();
    {
      std::lock_guard lock(mutex_);
      run->deadline = Clock::now() + random_.between(min_, max_);
      run_ = run;
    }
    thread_ = std::thread([this, run] { go(*run); });
  }

  void reset() {
    if (const std::shared_ptr<Run> run = current()) begin_period(*run);
  }

  void stop() {
    {
      std::lock_guard lock(mutex_);
      if (run_) run_->ends = true;
      if (run_ && run_->caller == std::this_thread::get_id()) return;
      changed_.notify_all();
    }
    std::lock_guard control(control_);
    {
      std::lock_guard lock(mutex_);
      if (run_) run_->ends = true;
      changed_.notify_all();
    }
    if (thread_.joinable()) thread_.join();
  }

 private:
  using Clock = std::chrono::steady_clock;

  struct Run {
    bool ends = false;
    std::thread::id caller;
    Clock::time_point deadline;
  };

  std::shared_ptr<Run> current() {
    std::lock_guard lock(mutex_);
    return run_;
  }

  bool begin_period(Run& run) {
    std::lock_guard lock(mutex_);
    if (run.ends) return false;
    if (run.caller == std::thread::id()) {
      run.deadline = Clock::now() + random_.between(min_, max_);
      changed_.notify_all();
    }
    return true;
  }

  void go(Run& run) {
    std::unique_lock lock(mutex_);
    while (!run.ends) {
      const Clock::time_point deadline = run.deadline;
      if (Clock::now() < deadline) {
        changed_.wait_until(lock, deadline);
        continue;
      }
      run.caller = std::this_thread::get_id();
      lock.unlock();
      on_timeout_();
      lock.lock();
      run.caller = std::thread::id();
      run.deadline = Clock::now() + random_.between(min_, max_);
    }
  }

  const Duration min_;
  const Duration max_;
  const std::function<void()> on_timeout_;
  Random& random_;
  std::mutex control_;
  std::thread thread_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::shared_ptr<Run> run_;
};
