// Exercise 3.1: a timer that fires when nobody resets it in time (Raft, 5.2).
#pragma once

#include <chrono>
#include <functional>
#include <stdexcept>

#include "provided/not_written.hpp"
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
  // TODO 3.1a: keep what you are given.
  ElectionTimer(Duration min, Duration max, std::function<void()> on_timeout, Random& random) {
    if (min <= Duration(0) || max < min) {
      throw std::invalid_argument("ElectionTimer: 0 < min <= max must hold");
    }
  }

  // Stops.
  ~ElectionTimer() {}  // TODO 3.1b

  ElectionTimer(const ElectionTimer&) = delete;
  ElectionTimer& operator=(const ElectionTimer&) = delete;

  // Begins a period. If it runs already, that is a reset.
  void start() { not_written("3.1 start"); }  // TODO 3.1c

  // Begins a new period, now. Does nothing while stopped, nor while on_timeout runs: then the
  // period begins at its return. It never waits for on_timeout.
  void reset() { not_written("3.1 reset"); }  // TODO 3.1d

  // When it has returned, on_timeout is not running and is not called again until start(). It does
  // not wait for the end of the period. Called from on_timeout, it does not wait for that very
  // call, which is the last one. Stopping twice is stopping once.
  void stop() { not_written("3.1 stop"); }  // TODO 3.1e

 private:
  // TODO 3.1f: what does the timer's thread wait for? Which of your members do other threads change
  // meanwhile, and which lock guards them? Is that lock held while on_timeout runs?
};
