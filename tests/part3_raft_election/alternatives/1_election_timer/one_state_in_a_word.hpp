// Alternative: One word says what the timer does; a call may be the last one.
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
    ended_.wait(lock, [&] { return state_ != State::kLastCall && !joins_; });
    if (state_ == State::kCalling) return;
    begin_period();
    if (std::exchange(state_, State::kWaiting) == State::kWaiting) return;
    if (thread_.joinable()) thread_.join();
    thread_ = std::thread([this] { run(); });
    id_ = thread_.get_id();
  }

  void reset() {
    std::lock_guard lock(mutex_);
    if (state_ == State::kWaiting) begin_period();
  }

  void stop() {
    std::unique_lock lock(mutex_);
    if (state_ == State::kCalling) state_ = State::kLastCall;
    if (id_ == std::this_thread::get_id()) return;
    if (state_ == State::kWaiting) state_ = State::kStopped;
    changed_.notify_one();
    ended_.wait(lock, [&] { return state_ != State::kLastCall && !joins_; });
    if (state_ != State::kStopped || !thread_.joinable()) return;
    joins_ = true;
    std::thread thread = std::move(thread_);
    lock.unlock();
    thread.join();
    lock.lock();
    joins_ = false;
    ended_.notify_all();
  }

 private:
  using Clock = std::chrono::steady_clock;
  enum class State { kStopped, kWaiting, kCalling, kLastCall };

  void begin_period() {
    deadline_ = Clock::now() + random_.between(min_, max_);
    changed_.notify_one();
  }

  void run() {
    std::unique_lock lock(mutex_);
    while (state_ == State::kWaiting) {
      const Clock::time_point deadline = deadline_;
      if (Clock::now() < deadline) {
        changed_.wait_until(lock, deadline);
        continue;
      }
      state_ = State::kCalling;
      lock.unlock();
      on_timeout_();
      lock.lock();
      if (state_ == State::kCalling) {
        state_ = State::kWaiting;
        begin_period();
      } else {
        state_ = State::kStopped;
      }
    }
    id_ = std::thread::id();
    ended_.notify_all();
  }

  const Duration min_;
  const Duration max_;
  const std::function<void()> on_timeout_;
  Random& random_;
  std::mutex mutex_;
  State state_ = State::kStopped;
  bool joins_ = false;
  Clock::time_point deadline_;
  std::thread thread_;
  std::thread::id id_;
  std::condition_variable changed_;
  std::condition_variable ended_;
};
