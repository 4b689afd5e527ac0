#include "text.hpp"

#include <gtest/gtest.h>

#include "errors.hpp"

namespace workbook {
namespace {

TEST(Text, LinesHaveNoEnds) {
  EXPECT_EQ(lines_of("a\n\nb"), (std::vector<std::string>{"a", "", "b"}));
  EXPECT_EQ(lines_of("a\n"), std::vector<std::string>{"a"});
  EXPECT_TRUE(lines_of("").empty());
}

TEST(Text, TrimsBothEnds) {
  EXPECT_EQ(trimmed(" \n a b\t\n"), "a b");
  EXPECT_EQ(trimmed(" \n"), "");
}

TEST(Text, IndentsWhatIsNotEmpty) { EXPECT_EQ(indented("a\n\nb", 2), "  a\n\n  b\n"); }

TEST(Text, CountsInWords) {
  EXPECT_EQ(counted(1, "test"), "1 test");
  EXPECT_EQ(counted(0, "test"), "0 tests");
}

TEST(Text, AFileThatCannotBeReadIsNamed) {
  try {
    read_file("no/such/file");
    FAIL();
  } catch (const CannotTell& error) {
    EXPECT_STREQ(error.what(), "Cannot read no/such/file: No such file or directory.");
  }
}

}  // namespace
}  // namespace workbook
