// A split vote on command: the election timers of all servers end together, once.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>

#include "provided/network_settings.hpp"
#include "provided/random.hpp"

// Chooses the servers' random numbers so that their first periods are equally long, and keeps
// messages back until all have voted for themselves. The periods after that differ, as ever. It
// works for servers that draw one length by Random::between when they start.
//
// Thread safety: any number of threads may call held; the rest is for one thread.
class SplitVote {
 public:
  // A period of a server has a length from min to max. The numbers come from `seed`.
  SplitVote(Duration min, Duration max, std::uint64_t seed) : min_(min), max_(max), seeds_(seed) {}

  // Returns numbers whose first period is as long as that of all others here.
  Random numbers() {
    while (true) {
      const std::uint64_t seed = seeds_();
      const Duration first = Random(seed).between(min_, max_);
      if (first >= period() && first <= period() + (max_ - min_) / 50) return Random(seed);
    }
  }

  // The servers begin now.
  void begin() { holds_until_ = Clock::now() + period() + min_ * 3 / 4; }

  // Returns what becomes of a message that sets out now.
  Fate held(Fate fate) const {
    fate.delay = std::max<Duration>(fate.delay, holds_until_.load() - Clock::now());
    return fate;
  }

  // Returns whether it is time to say what came of it: just before the messages arrive. True once.
  bool is_over() {
    const Clock::time_point until = holds_until_;
    if (until == Clock::time_point() || Clock::now() < until - min_ / 20) return false;
    // What sets out from now on is not held; what is on its way has its time already.
    holds_until_ = Clock::time_point();
    return true;
  }

 private:
  using Clock = std::chrono::steady_clock;

  Duration period() const { return (min_ + max_) / 2; }

  const Duration min_;
  const Duration max_;
  Random seeds_;
  std::atomic<Clock::time_point> holds_until_{Clock::time_point()};
};
