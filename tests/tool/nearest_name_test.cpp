#include "nearest_name.hpp"

#include <gtest/gtest.h>

namespace workbook {
namespace {

TEST(NearestName, CountsAddedDroppedAndReplaced) {
  EXPECT_EQ(edit_distance("queue", "queue"), 0U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
}

TEST(NearestName, FindsATypingError) {
  EXPECT_EQ(nearest_name("jurnal", {"hello_threads", "journal", "handoff"}), "journal");
}

TEST(NearestName, SaysNothingRatherThanAnything) {
  EXPECT_EQ(nearest_name("xyzzy", {"journal", "handoff"}), "");
}

}  // namespace
}  // namespace workbook
