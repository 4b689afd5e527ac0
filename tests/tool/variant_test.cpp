#include "gate/variant.hpp"

#include <gtest/gtest.h>

#include "errors.hpp"

namespace workbook {
namespace {

TEST(Variant, AMistakeMayHaveSeveralVerdicts) {
  const auto verdicts =
      expected_verdicts("// Mistake: x.\n// Verdict: lost wake-up, deadlock\n", "f");
  EXPECT_EQ(verdicts, (std::vector<std::string>{"lost wake-up", "deadlock"}));
}

TEST(Variant, AMistakeWithoutAVerdictIsNamed) {
  try {
    expected_verdicts("// Mistake: x.\n", "mistakes/f.hpp");
    FAIL();
  } catch (const CannotTell& error) {
    EXPECT_NE(std::string(error.what()).find("mistakes/f.hpp"), std::string::npos);
  }
}

TEST(Variant, MarksAreReadFromTheCalls) {
  EXPECT_EQ(marks_of("int a() { not_written(\"1.1 a\"); }\nint b() { not_written(\"1.1 b\"); }"),
            (std::vector<std::string>{"1.1 a", "1.1 b"}));
}

}  // namespace
}  // namespace workbook
