// Any program of the standard library as a case: what the exhaustive search finds of it is what the
// search without any reduction finds. Where that one has too many schedules, all it finds is among
// the other's.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "crosscheck/searches.hpp"
#include "interleave/interleave.hpp"

class CrosscheckStd : public testing::TestWithParam<crosscheck::Case> {};

TEST_P(CrosscheckStd, SearchesAgree) {
  const interleave::Options options{.spurious_wakeups_max = GetParam().spurious_wakeups_max};
  const auto& body = GetParam().body;
  const auto plain = crosscheck::find(body, interleave::Strategy::kBounded, options);
  const auto optimal = crosscheck::find(body, interleave::Strategy::kExhaustive, options);
  EXPECT_TRUE(optimal.complete);
  for (const std::string& found : plain.outcomes) EXPECT_TRUE(optimal.outcomes.contains(found));
  if (plain.complete) {
    EXPECT_EQ(optimal.outcomes, plain.outcomes);
  }
  EXPECT_EQ(optimal.redundant, 0u);
}

inline std::string name_of(const testing::TestParamInfo<crosscheck::Case>& info) {
  return info.param.name;
}
