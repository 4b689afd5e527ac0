#include "hints.hpp"

#include <gtest/gtest.h>

namespace workbook {
namespace {

TEST(Hints, EachStartsAtAHeading) {
  const std::vector<Hint> hints =
      parse_hints("# Hints\n\n## Where\nIn push.\n\n## Why\n\nBecause.\n");
  ASSERT_EQ(hints.size(), 2U);
  EXPECT_EQ(hints[0].title, "Where");
  EXPECT_EQ(hints[0].text, "In push.");
  EXPECT_EQ(hints[1].text, "Because.");
}

TEST(Hints, KeepTheirCode) {
  const std::vector<Hint> hints =
      parse_hints("## Line\nWrite:\n\n```cpp\n  ++n;  // ## no heading\n```\n");
  ASSERT_EQ(hints.size(), 1U);
  EXPECT_EQ(hints[0].text, "Write:\n\n```cpp\n  ++n;  // ## no heading\n```");
}

TEST(Hints, NoneInAnEmptyFile) { EXPECT_TRUE(parse_hints("").empty()); }

}  // namespace
}  // namespace workbook
