// What the tests of 2.4 share.
#pragma once

#include <cstddef>

#include "lockstep_consensus.hpp"
#include "rounds.hpp"
#include "workbook_test.hpp"

namespace under_test {

// They agree as the rule says.
inline void expect_agreement(const Table& numbers) {
  const std::size_t voters = numbers.at(0).size();
  EXPECT_EQ(agree(voters, numbers.size(), from(numbers)), decisions_for(voters, numbers));
}

}  // namespace under_test
