// What a test of an exercise includes, besides the exercise's header.
#pragma once

#include <gtest/gtest.h>

#include <vector>

#include "interleave/gtest.hpp"

namespace under_test {

using interleave::choose;             // choose(n): a number below n, each in a schedule of its own.
using interleave::together;           // together({"sender", f}, {"receiver", g}): runs them, joins.
using interleave::until_others_wait;  // Returns once every other thread waits or has ended.

// Returns whether `run` throws an Exception. Any other exception goes on to the test: an unwritten
// body must not look like a right one.
template <typename Exception, typename F>
bool throws(F run) {
  try {
    run();
  } catch (const Exception&) {
    return true;
  }
  return false;
}

// Returns the numbers in rising order.
std::vector<int> sorted(std::vector<int> numbers);

}  // namespace under_test
