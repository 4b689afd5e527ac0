// Alternative: A jthread with a stop token; its wait ends when a stop is requested.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <stop_token>
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
      deadline_ = Clock::now() + random_.between(min_, max_);
      changed_.notify_all();
      if (thread_.joinable() && !thread_.get_stop_token().stop_requested()) return;
    }
    if (thread_.joinable()) thread_.join();
    std::lock_guard lock(mutex_);
    deadline_ = Clock::now() + random_.between(min_, max_);
    thread_ = std::jthread([this](const std::stop_token& token) { run(token); });
    id_ = thread_.get_id();
  }

  void reset() {
    std::lock_guard lock(mutex_);
    deadline_ = Clock::now() + random_.between(min_, max_);
    changed_.notify_all();
  }

  void stop() {
    {
      std::lock_guard lock(mutex_);
      if (id_ == std::this_thread::get_id()) {
        thread_.request_stop();
        return;
      }
    }
    std::lock_guard control(control_);
    if (!thread_.joinable()) return;
    thread_.request_stop();
    thread_.join();
  }

 private:
  using Clock = std::chrono::steady_clock;

  void run(const std::stop_token& token) {
    std::unique_lock lock(mutex_);
    while (!token.stop_requested()) {
      const Clock::time_point deadline = deadline_;
      const bool moved =
          changed_.wait_until(lock, token, deadline, [&] { return deadline_ != deadline; });
      if (moved || token.stop_requested()) continue;
      lock.unlock();
      on_timeout_();
      lock.lock();
      deadline_ = Clock::now() + random_.between(min_, max_);
    }
  }

  const Duration min_;
  const Duration max_;
  const std::function<void()> on_timeout_;
  Random& random_;
  std::mutex control_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  Clock::time_point deadline_;
  std::thread::id id_;
  std::jthread thread_;
};
