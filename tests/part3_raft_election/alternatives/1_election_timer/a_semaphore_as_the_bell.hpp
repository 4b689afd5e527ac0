// Alternative: The thread waits for a bell until the deadline; who changes something rings it.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <semaphore>
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
    {
      std::lock_guard lock(mutex_);
      begin_period();
      if (!ended_) {
        running_ = true;
        return;
      }
    }
    if (thread_.joinable()) thread_.join();
    std::lock_guard lock(mutex_);
    running_ = true;
    ended_ = false;
    thread_ = std::thread([this] { run(); });
  }

  void reset() {
    std::lock_guard lock(mutex_);
    if (running_) begin_period();
  }

  void stop() {
    {
      std::lock_guard lock(mutex_);
      running_ = false;
      if (caller_ == std::this_thread::get_id()) return;
    }
    std::lock_guard control(control_);
    {
      std::lock_guard lock(mutex_);
      running_ = false;
    }
    bell_.release();
    if (thread_.joinable()) thread_.join();
  }

 private:
  using Clock = std::chrono::steady_clock;

  void begin_period() {
    deadline_ = Clock::now() + random_.between(min_, max_);
    bell_.release();
  }

  void run() {
    std::unique_lock lock(mutex_);
    while (running_) {
      const Clock::time_point deadline = deadline_;
      if (Clock::now() >= deadline) {
        caller_ = std::this_thread::get_id();
        lock.unlock();
        on_timeout_();
        lock.lock();
        caller_ = std::thread::id();
        deadline_ = Clock::now() + random_.between(min_, max_);
        continue;
      }
      lock.unlock();
      static_cast<void>(bell_.try_acquire_until(deadline));
      lock.lock();
    }
    ended_ = true;
  }

  const Duration min_;
  const Duration max_;
  const std::function<void()> on_timeout_;
  Random& random_;
  std::mutex control_;
  std::thread thread_;
  std::mutex mutex_;
  std::counting_semaphore<> bell_{0};
  bool running_ = false;
  bool ended_ = true;
  Clock::time_point deadline_;
  std::thread::id caller_;
};
