// Counting schedules.
#pragma once

#include <cstdint>
#include <functional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "interleave/interleave.hpp"

namespace counting {

// Without reduction.
inline interleave::Options everything() {
  interleave::Options options;
  options.strategy = interleave::Strategy::kBounded;
  options.schedules_max = 1'000'000;
  options.steps_in_all_max = 1'000'000'000;
  options.samples = 0;
  return options;
}

// Returns how many schedules the body has. 0 if they are more than a million or one fails.
inline std::uint64_t schedules_of(const std::function<void()>& body) {
  const interleave::Result result = interleave::explore(body, everything());
  const bool all = result.verdict == interleave::Verdict::kPassed &&
                   result.coverage == interleave::Coverage::kAll;
  return all ? result.schedules : 0;
}

inline interleave::Options exhaustive() {
  interleave::Options options = everything();
  options.strategy = interleave::Strategy::kExhaustive;
  return options;
}

// What the exhaustive search has seen of a program.
struct Count {
  std::uint64_t classes = 0;    // Schedules that were run, one for each class of equivalent ones.
  std::uint64_t deadlocks = 0;  // So many of them ended in a deadlock or a lost wake-up, ...
  std::uint64_t failures = 0;   // ... and so many failed otherwise.
  std::uint64_t redundant = 0;  // Begun in vain: the optimal search never does that.
  bool complete = true;         // These were all.

  bool operator==(const Count&) const = default;
};

inline std::ostream& operator<<(std::ostream& out, const Count& count) {
  return out << count.classes << " classes, " << count.deadlocks << " deadlocks, " << count.failures
             << " other failures, " << count.redundant << " redundant"
             << (count.complete ? "" : ", incomplete");
}

// Returns what the body can do in all, schedules that fail among them.
inline Count count_all(const std::function<void()>& body) {
  Count count;
  interleave::Options options = exhaustive();
  options.on_schedule = [&count](const interleave::ScheduleEnd& end) {
    if (end.number == 1) count = {};  // The search has begun anew.
    if (end.failure == interleave::FailureKind::kDeadlock) {
      ++count.deadlocks;
    } else if (end.failure) {
      ++count.failures;
    }
    return true;
  };
  const interleave::Result result = interleave::explore(body, options);
  count.classes = result.schedules;
  count.redundant = result.redundant;
  count.complete = result.verdict == interleave::Verdict::kPassed &&
                   result.coverage == interleave::Coverage::kAll;
  return count;
}

// Returns how many classes of schedules the body has. 0 unless all were seen, each once, and none
// failed.
inline std::uint64_t classes_of(const std::function<void()>& body) {
  const Count count = count_all(body);
  return count == Count{.classes = count.classes} ? count.classes : 0;
}

inline std::uint64_t factorial(int n) {
  return n < 2 ? 1 : static_cast<std::uint64_t>(n) * factorial(n - 1);
}

inline std::uint64_t power(std::uint64_t base, int exponent) {
  return exponent == 0 ? 1 : base * power(base, exponent - 1);
}

// Runs the same role in `count` threads at once.
inline void in_threads(int count, const std::function<void(int)>& role) {
  std::vector<interleave::Role> roles;
  for (int i = 0; i < count; ++i) {
    roles.push_back({"thread " + std::to_string(i + 1), [&role, i] { role(i); }});
  }
  interleave::together(std::move(roles));
}

}  // namespace counting
