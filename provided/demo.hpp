// For the programs that show an exercise at work on real threads: a log to watch, random numbers
// with a seed, and a plain sentence when a body is not written yet.
#pragma once

#include <fmt/core.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <mutex>
#include <random>
#include <string>
#include <string_view>
#include <utility>

#include "provided/not_written.hpp"
#include "provided/random.hpp"
#include "provided/whole_number.hpp"

// Prints one line: the seconds since the first line, who says it, and what.
// Thread safety: any number of threads may call it at any time; lines do not mix.
inline void print_line(std::string_view who, std::string_view what) {
  using Clock = std::chrono::steady_clock;
  static std::mutex mutex;
  static const Clock::time_point start = Clock::now();

  std::lock_guard lock(mutex);
  const std::chrono::duration<double> since_start = Clock::now() - start;
  fmt::print("{:6.3f} s  {:<10}{}\n", since_start.count(), who, what);
  std::fflush(stdout);
}

// The same, with `what` formatted by fmt: say("sender", "sends {}", number).
template <typename... Args>
void say(std::string_view who, fmt::format_string<Args...> format, Args&&... args) {
  print_line(who, fmt::format(format, std::forward<Args>(args)...));
}

// Numbers from 0 to 1000. The same seed gives the same numbers on every machine.
// Thread safety: each thread has its own.
class RandomNumbers {
 public:
  explicit RandomNumbers(std::uint64_t seed) : random_(seed) {}

  int next() { return static_cast<int>(random_() % 1001); }

  // A pause of 0 to `longest`, for threads that take their time.
  std::chrono::milliseconds next_pause(std::chrono::milliseconds longest) {
    return longest * next() / 1000;
  }

 private:
  Random random_;
};

// Returns the seed given on the command line, or one drawn now, and prints how to use it again.
// Ends the program with status 2 if the argument is not a seed.
inline std::uint32_t seed_from(int argc, char** argv) {
  std::uint32_t seed = std::random_device{}() % 10000;
  if (argc > 1) {
    const auto given = whole_number_in(argv[1], 0, 4'294'967'295);
    if (!given) {
      fmt::print(stderr, "A seed is a whole number from 0 to 4294967295, not \"{}\".\n", argv[1]);
      std::exit(2);
    }
    seed = *given;
  }
  fmt::print("Seed {}: give it as the argument, and numbers and pauses come again.\n", seed);
  return seed;
}

// From now on, a thread that runs into a body that is not written yet ends the program with one
// sentence and status 1.
inline void explain_not_written() {
  std::set_terminate([] {
    if (const std::exception_ptr exception = std::current_exception()) {
      try {
        std::rethrow_exception(exception);
      } catch (const NotWritten& error) {
        fmt::print(stderr, "{}\n", error.what());
        std::_Exit(1);
      } catch (...) {
      }
    }
    std::abort();
  });
}
