// Options::on_schedule: every schedule is told, and one that failed can be passed over.
#include <gtest/gtest.h>

#include <mutex>
#include <vector>

#include "counting.hpp"

namespace {

using interleave::FailureKind;

void take_two_locks_in_two_orders() {
  std::mutex left;
  std::mutex right;
  interleave::together({"left first",
                        [&] {
                          std::lock_guard first(left);
                          std::lock_guard second(right);
                        }},
                       {"right first", [&] {
                          std::lock_guard first(right);
                          std::lock_guard second(left);
                        }});
}

TEST(OnSchedule, GoesOnAfterAFailure) {
  std::vector<std::uint64_t> numbers;
  int deadlocks = 0;
  interleave::Options options = counting::everything();
  options.on_schedule = [&](const interleave::ScheduleEnd& end) {
    numbers.push_back(end.number);
    if (end.failure == FailureKind::kDeadlock) ++deadlocks;
    return true;
  };
  const interleave::Result result = interleave::explore(take_two_locks_in_two_orders, options);
  EXPECT_EQ(result.verdict, interleave::Verdict::kPassed);
  EXPECT_EQ(numbers.size(), result.runs);
  for (std::size_t i = 0; i < numbers.size(); ++i) EXPECT_EQ(numbers[i], i + 1);
  EXPECT_GT(deadlocks, 0);
  EXPECT_LT(static_cast<std::size_t>(deadlocks), numbers.size());
}

TEST(OnSchedule, FailsAsUsualWhereItReturnsFalse) {
  interleave::Options options = counting::everything();
  options.on_schedule = [](const interleave::ScheduleEnd&) { return false; };
  const interleave::Result result = interleave::explore(take_two_locks_in_two_orders, options);
  ASSERT_EQ(result.verdict, interleave::Verdict::kFailed);
  EXPECT_EQ(result.failure->kind, FailureKind::kDeadlock);
}

}  // namespace
