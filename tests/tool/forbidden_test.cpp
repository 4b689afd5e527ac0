#include "forbidden.hpp"

#include <gtest/gtest.h>

namespace workbook {
namespace {

TEST(Forbidden, CommentsStringsAndCharactersAreNoCode) {
  EXPECT_EQ(code_only("int a;  // b\nc"), "int a;      \nc");
  EXPECT_EQ(code_only("a /* b\nb */ c"), "a     \n     c");
  EXPECT_EQ(code_only(R"(f("a\"b", '"', 1'000);)"), "f(      ,    , 1'000);");
  EXPECT_EQ(code_only("R\"x(a)\" )x\" b"), "            b");
}

TEST(Forbidden, ANameIsAWholeWord) {
  const std::vector<Forbidden> all = {{"std::atomic", "", "A mutex does it."}};
  EXPECT_FALSE(first_forbidden("std::atomic_int n;", all));
  EXPECT_FALSE(first_forbidden("// no std::atomic here\n\"std::atomic\"", all));
  const auto use = first_forbidden("int a;\n  std::atomic<int> n;\n", all);
  ASSERT_TRUE(use);
  EXPECT_EQ(use->line, 2);
  EXPECT_EQ(use->found, "std::atomic");
  EXPECT_EQ(use->text, "std::atomic<int> n;");
  EXPECT_EQ(use->why, "A mutex does it.");
}

TEST(Forbidden, APatternSaysWhatANameCannot) {
  const std::vector<Forbidden> all = {{"", "\\bsleep_(for|until)\\b", "Nobody sleeps."}};
  const auto use = first_forbidden("std::this_thread::sleep_until(t);", all);
  ASSERT_TRUE(use);
  EXPECT_EQ(use->found, "sleep_until");
}

TEST(Forbidden, TheFirstInTheFileIsTold) {
  const std::vector<Forbidden> all = {{"b", "", "So."}, {"a", "", "So."}};
  EXPECT_EQ(first_forbidden("a;\nb;\n", all)->found, "a");
}

}  // namespace
}  // namespace workbook
