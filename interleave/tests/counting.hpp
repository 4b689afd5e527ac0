// Counting schedules.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "interleave/interleave.hpp"

namespace counting {

inline interleave::Options everything() {
  interleave::Options options;
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

// Runs the same role in `count` threads at once.
inline void in_threads(int count, const std::function<void(int)>& role) {
  std::vector<interleave::Role> roles;
  for (int i = 0; i < count; ++i) {
    roles.push_back({"thread " + std::to_string(i + 1), [&role, i] { role(i); }});
  }
  interleave::together(std::move(roles));
}

}  // namespace counting
