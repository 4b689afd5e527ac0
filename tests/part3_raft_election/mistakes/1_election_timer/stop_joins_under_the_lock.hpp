// Mistake: stop() keeps the lock while it joins, and the thread needs it to end.
// Verdict: deadlock
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
      throw std::invalid_argument("ElectionTimer: 0 < min <= max must hold");
    }
  }

  ~ElectionTimer() { stop(); }

  ElectionTimer(const ElectionTimer&) = delete;
  ElectionTimer& operator=(const ElectionTimer&) = delete;

  void start() {
    std::lock_guard control(control_);
    if (goes_on()) return;
    if (thread_.joinable()) thread_.join();
    thread_ = std::thread([this] { run(); });
  }

  void reset() {
    std::lock_guard lock(mutex_);
    if (running_ && !is_calling()) begin_period();
  }

  void stop() {
    if (stops_itself()) return;
    std::lock_guard control(control_);
    std::lock_guard lock(mutex_);
    running_ = false;
    changed_.notify_one();
    if (thread_.joinable()) thread_.join();
  }

 private:
  using Clock = std::chrono::steady_clock;

  bool goes_on() {
    std::lock_guard lock(mutex_);
    running_ = true;
    if (!is_calling()) begin_period();
    return std::exchange(in_loop_, true);
  }

  bool stops_itself() {
    std::lock_guard lock(mutex_);
    if (calling_ != std::this_thread::get_id()) return false;
    running_ = false;
    return true;
  }

  void begin_period() {
    deadline_ = Clock::now() + random_.between(min_, max_);
    changed_.notify_one();
  }

  bool is_calling() const { return calling_ != std::thread::id(); }

  void run() {
    std::unique_lock lock(mutex_);
    while (running_) {
      const Clock::time_point deadline = deadline_;
      if (Clock::now() < deadline) {
        changed_.wait_until(lock, deadline);
      } else {
        call_on_timeout(lock);
      }
    }
    in_loop_ = false;
  }

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
  const std::function<void()> on_timeout_;
  Random& random_;

  std::mutex control_;
  std::thread thread_;

  std::mutex mutex_;
  bool running_ = false;
  bool in_loop_ = false;
  Clock::time_point deadline_;
  std::thread::id calling_;

  std::condition_variable changed_;
};
