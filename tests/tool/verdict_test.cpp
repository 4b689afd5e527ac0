#include "verdict.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace workbook {
namespace {

TEST(Verdict, WordsLeadBackToIt) {
  for (const Verdict verdict : {Verdict::kPass, Verdict::kNotWritten, Verdict::kForbidden,
                                Verdict::kLostWakeup, Verdict::kThreadLeftBehind}) {
    EXPECT_EQ(verdict_named(words_for(verdict)), verdict);
  }
  EXPECT_FALSE(verdict_named("no such words"));
}

TEST(Verdict, AMistakeCannotPass) {
  const std::vector<Verdict> all = failures();
  EXPECT_EQ(std::count(all.begin(), all.end(), Verdict::kPass), 0);
  EXPECT_EQ(std::count(all.begin(), all.end(), Verdict::kDeadlock), 1);
}

TEST(Verdict, IsPrintedInWords) { EXPECT_EQ(fmt::format("{:>9}", Verdict::kPolls), "    polls"); }

}  // namespace
}  // namespace workbook
