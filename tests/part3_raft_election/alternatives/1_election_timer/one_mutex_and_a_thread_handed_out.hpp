// Alternative: stop() takes the thread out and joins it; others wait until it is joined.
#pragma once

#include <chrono>
#include <condition_variable>
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
  }

  ~ElectionTimer() { stop(); }

  ElectionTimer(const ElectionTimer&) = delete;
  ElectionTimer& operator=(const ElectionTimer&) = delete;

  void start() {
    std::unique_lock lock(mutex_);
    if (id_ != std::thread::id() && running_) {
      if (!calling_) begin_period();
      return;
    }
    join_old(lock);
    if (std::exchange(running_, true)) return;
    begin_period();
    thread_ = std::thread([this] { run(); });
    id_ = thread_.get_id();
  }

  void reset() {
    std::lock_guard lock(mutex_);
    if (running_ && !calling_) begin_period();
  }

  void stop() {
    std::unique_lock lock(mutex_);
    running_ = false;
    if (id_ == std::this_thread::get_id()) return;
    changed_.notify_one();
    join_old(lock);
  }

 private:
  using Clock = std::chrono::steady_clock;

  void begin_period() {
    deadline_ = Clock::now() + random_.between(min_, max_);
    changed_.notify_one();
  }

  void join_old(std::unique_lock<std::mutex>& lock) {
    if (thread_.joinable() && !running_) {
      std::thread old = std::move(thread_);
      joining_ = true;
      lock.unlock();
      old.join();
      lock.lock();
      joining_ = false;
      id_ = std::thread::id();
      joined_.notify_all();
    }
    joined_.wait(lock, [&] { return !joining_; });
  }

  void run() {
    std::unique_lock lock(mutex_);
    while (running_) {
      const auto deadline = deadline_;
      if (Clock::now() < deadline) {
        changed_.wait_until(lock, deadline);
      } else {
        calling_ = true;
        lock.unlock();
        on_timeout_();
        lock.lock();
        calling_ = false;
        begin_period();
      }
    }
  }

  const Duration min_;
  const Duration max_;
  const std::function<void()> on_timeout_;
  Random& random_;
  std::mutex mutex_;
  bool running_ = false;
  bool calling_ = false;
  bool joining_ = false;
  Clock::time_point deadline_;
  std::thread thread_;
  std::thread::id id_;
  std::condition_variable changed_;
  std::condition_variable joined_;
};
