#include "unwritten.hpp"

#include <gtest/gtest.h>

namespace workbook {
namespace {

TEST(Unwritten, TheFirstInTheFile) {
  const UnwrittenPlace place = first_unwritten(
      "// not_written(\"1.1 no\")\n"
      "int a();\n"
      "  void b() { not_written(\"1.1 b\"); }\n"
      "  void c() { not_written(\"1.1 c\"); }\n");
  EXPECT_EQ(place.line, 3);
  EXPECT_EQ(place.mark, "1.1 b");
}

TEST(Unwritten, NoneIsLeft) { EXPECT_EQ(first_unwritten("int a();\n").line, 0); }

}  // namespace
}  // namespace workbook
