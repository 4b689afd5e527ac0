// What the tests of 3.1 share.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "election_timer.hpp"
#include "stopwatch.hpp"
#include "workbook_test.hpp"

namespace under_test {

using std::chrono_literals::operator""h;
using std::chrono_literals::operator""min;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""ns;
using std::chrono_literals::operator""s;
using std::chrono_literals::operator""us;
using std::this_thread::sleep_for;

// A timer whose periods are all 10 ms long, and when it fired, counted from the beginning.
//
// The times are written by on_timeout and read by the test without a lock: the test looks at them
// when the timer is stopped.
class TenMilliseconds {
 public:
  // `also` is what on_timeout does besides, after it has written down the time.
  explicit TenMilliseconds(std::function<void()> also = [] {})
      : timer(
            10ms, 10ms, [this, also] { fire(also); }, random_) {}

  std::size_t count() const { return times.size(); }

 private:
  void fire(const std::function<void()>& also) {
    times.push_back(stopwatch_.time());
    also();
  }

  Random random_{1};
  Stopwatch stopwatch_;

 public:
  std::vector<Elapsed> times;
  ElectionTimer timer;
};

// Returns how long each of so many periods is that nobody resets.
inline std::vector<Elapsed> lengths_of_periods(std::size_t periods, Duration min, Duration max,
                                               std::uint64_t seed) {
  Random random(seed);
  std::vector<Elapsed> lengths;
  Stopwatch stopwatch;
  ElectionTimer* the_timer = nullptr;
  const auto on_timeout = [&] {
    lengths.push_back(stopwatch.time());
    stopwatch = Stopwatch();
    if (lengths.size() == periods) the_timer->stop();
  };
  ElectionTimer timer(min, max, on_timeout, random);
  the_timer = &timer;
  timer.start();
  sleep_for((static_cast<int>(periods) + 1) * max);
  timer.stop();
  return lengths;
}

}  // namespace under_test
