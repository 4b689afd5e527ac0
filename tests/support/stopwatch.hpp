// What several exercises' tests measure with. Time is virtual while they run: none passes while
// anybody can go on, so every answer is exact.
#pragma once

#include <chrono>
#include <compare>
#include <ostream>

namespace under_test {

// A length of time that a message can show: "10 ms", where a std::chrono::duration is eight bytes.
struct Elapsed {
  template <typename Rep, typename Period>
  Elapsed(std::chrono::duration<Rep, Period> time) : time(time) {}

  auto operator<=>(const Elapsed&) const = default;

  friend std::ostream& operator<<(std::ostream& out, const Elapsed& elapsed) {
    using namespace std::chrono_literals;
    const std::chrono::nanoseconds time = elapsed.time;
    if (time % 1h == 0ns && time != 0ns) return out << time / 1h << " h";
    if (time % 1s == 0ns && time != 0ns) return out << time / 1s << " s";
    if (time % 1ms == 0ns) return out << time / 1ms << " ms";
    return out << time.count() << " ns";
  }

  std::chrono::nanoseconds time;
};

// Says how much time has passed since it was made.
class Stopwatch {
 public:
  Elapsed time() const { return std::chrono::steady_clock::now() - start_; }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace under_test
