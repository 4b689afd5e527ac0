// The little that these programs need of a test framework: GoogleTest is made with another standard
// library.
#pragma once

#include <cstdio>
#include <functional>
#include <optional>

#include "interleave/interleave.hpp"

namespace libcxx {

inline int wrong = 0;

// Prints one line, with the headline of a failure that was not wanted.
inline void report(const char* name, bool right, const interleave::Result& result) {
  std::printf("%s %s (%s)\n", right ? "ok   " : "WRONG", name, result.seen.c_str());
  if (right) return;
  ++wrong;
  if (result.failure) {
    std::printf("      %s: %s\n", std::string(interleave::name(result.failure->kind)).c_str(),
                result.failure->headline.c_str());
  }
}

// `body` is right in every schedule.
inline void passes(const char* name, const std::function<void()>& body,
                   const interleave::Options& options = {}) {
  const interleave::Result result = interleave::explore(body, options);
  report(name, result.verdict == interleave::Verdict::kPassed, result);
}

// `body` fails in some schedule, in this way.
inline void fails(const char* name, interleave::FailureKind kind, const std::function<void()>& body,
                  const interleave::Options& options = {}) {
  const interleave::Result result = interleave::explore(body, options);
  report(name, result.failure && result.failure->kind == kind, result);
}

}  // namespace libcxx
