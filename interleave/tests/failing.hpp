// Exploring what fails.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "interleave/interleave.hpp"

namespace failing {

// Returns how the body fails; a default Failure with an empty schedule if it does not.
inline interleave::Failure failure_of(const std::function<void()>& body,
                                      const interleave::Options& options = {}) {
  const interleave::Result result = interleave::explore(body, options);
  EXPECT_EQ(result.verdict, interleave::Verdict::kFailed) << result.seen;
  return result.failure.value_or(interleave::Failure{});
}

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace failing
