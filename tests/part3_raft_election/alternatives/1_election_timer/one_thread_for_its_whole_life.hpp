// Alternative: The thread is made with the timer, and sleeps while the timer is stopped.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
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
    thread_ = std::thread([this] { run(); });
  }

  ~ElectionTimer() {
    {
      std::lock_guard lock(mutex_);
      ends_ = true;
      changed_.notify_all();
    }
    thread_.join();
  }

  ElectionTimer(const ElectionTimer&) = delete;
  ElectionTimer& operator=(const ElectionTimer&) = delete;

  void start() {
    std::lock_guard lock(mutex_);
    running_ = true;
    begin_period();
  }

  void reset() {
    std::lock_guard lock(mutex_);
    if (running_) begin_period();
  }

  void stop() {
    std::unique_lock lock(mutex_);
    running_ = false;
    if (caller_ == std::this_thread::get_id()) return;
    const std::uint64_t calls = calls_ended_;
    returned_.wait(lock, [&] { return caller_ == std::thread::id() || calls != calls_ended_; });
  }

 private:
  using Clock = std::chrono::steady_clock;

  void begin_period() {
    deadline_ = Clock::now() + random_.between(min_, max_);
    changed_.notify_all();
  }

  void run() {
    std::unique_lock lock(mutex_);
    while (!ends_) {
      if (!running_) {
        changed_.wait(lock);
      } else if (const auto deadline = deadline_; Clock::now() < deadline) {
        changed_.wait_until(lock, deadline);
      } else {
        call(lock);
      }
    }
  }

  void call(std::unique_lock<std::mutex>& lock) {
    caller_ = std::this_thread::get_id();
    lock.unlock();
    on_timeout_();
    lock.lock();
    caller_ = std::thread::id();
    ++calls_ended_;
    if (running_) begin_period();
    returned_.notify_all();
  }

  const Duration min_;
  const Duration max_;
  const std::function<void()> on_timeout_;
  Random& random_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::condition_variable returned_;
  bool running_ = false;
  bool ends_ = false;
  Clock::time_point deadline_;
  std::thread::id caller_;
  std::uint64_t calls_ended_ = 0;
  std::thread thread_;
};
