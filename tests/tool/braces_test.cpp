#include "braces.hpp"

#include <gtest/gtest.h>

namespace workbook {
namespace {

int guilty_line(const std::string& code) {
  const auto mistake = brace_mistake(code);
  return mistake ? mistake->line : 0;
}

TEST(Braces, AllHavePartners) {
  EXPECT_EQ(guilty_line("void f() {\n  if (a) { b(); }\n}\n// {\n\"{\"\n"), 0);
}

TEST(Braces, TheOneThatIsNeverClosedIsFoundByItsIndentation) {
  EXPECT_EQ(guilty_line("class A {\n"
                        "  int a() {\n"
                        "    return 1;\n"
                        "\n"
                        "  int b() {\n"
                        "    return 2;\n"
                        "  }\n"
                        "};\n"),
            2);
  EXPECT_EQ(guilty_line("class A {\n  int a() {\n    return 1;\n  }\n"), 1);
}

TEST(Braces, OneTooManyIsFound) { EXPECT_EQ(guilty_line("int a() {\n  return 1;\n}\n}\n"), 4); }

}  // namespace
}  // namespace workbook
