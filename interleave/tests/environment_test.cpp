// What variables of the environment do to a test.
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "interleave/gtest.hpp"

namespace {

// A variable of the environment, as long as this lives.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) { setenv(name, value, 1); }
  ~Variable() { unsetenv(name_); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
};

// More schedules than any budget here.
void explore_with_little() {
  EXPLORE_WITH(.schedules_max = 10, .samples = 10) {
    std::atomic<int> value{0};
    const auto count = [&] {
      for (int i = 0; i < 10; ++i) ++value;
    };
    interleave::together({"anna", count}, {"ben", count});
  };
}

std::uint64_t runs() {
  std::uint64_t runs = 0;
  interleave::on_result([&](const interleave::Result& result) { runs = result.runs; });
  explore_with_little();
  interleave::on_result({});
  return runs;
}

TEST(Environment, ABudgetIsMultiplied) {
  const std::uint64_t few = runs();
  const Variable budget("INTERLEAVE_BUDGET", "10");
  EXPECT_GE(few, 20u);
  EXPECT_GE(runs(), 200u);
  EXPECT_LE(runs(), 20 * few);
}

TEST(Environment, WhatIsNoNumberIsRefused) {
  const Variable budget("INTERLEAVE_BUDGET", "much");
  EXPECT_NONFATAL_FAILURE(explore_with_little(),
                          "INTERLEAVE_BUDGET is 'much': a whole number from 1?");
}

}  // namespace
