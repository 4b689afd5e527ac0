#include "gate/judge.hpp"

#include <gtest/gtest.h>

namespace workbook {
namespace {

Variant variant(VariantKind kind) {
  Variant variant;
  variant.kind = kind;
  variant.file = "f.hpp";
  return variant;
}

TestRun run_of(const std::vector<std::pair<std::string, std::string>>& verdicts_and_marks) {
  TestRun run;
  for (const auto& [verdict, mark] : verdicts_and_marks) {
    TestReport test;
    test.verdict = verdict_named(verdict).value();
    test.mark = mark;
    run.tests.push_back(test);
  }
  return run;
}

constexpr const char* kStub = "not_written(\"1.1 a\"); not_written(\"1.1 b\");";
constexpr const char* kMistake = "// Verdict: data race, deadlock\n";

TEST(Judge, AStubIsNotWrittenAtEveryMark) {
  const Variant stub = variant(VariantKind::kStub);
  EXPECT_EQ(
      complaint(stub, kStub, run_of({{"not written yet", "1.1 a"}, {"not written yet", "1.1 b"}})),
      "");
  EXPECT_EQ(complaint(stub, kStub, run_of({{"not written yet", "1.1 a"}})),
            "no test runs into its mark '1.1 b'");
}

TEST(Judge, AStubThatPassesIsAnError) {
  EXPECT_NE(complaint(variant(VariantKind::kStub), kStub, run_of({{"passed", ""}})), "");
}

TEST(Judge, AMistakeIsRejectedWithOneOfItsVerdicts) {
  const Variant mistake = variant(VariantKind::kMistake);
  EXPECT_EQ(complaint(mistake, kMistake, run_of({{"passed", ""}, {"deadlock", ""}})), "");
  EXPECT_NE(complaint(mistake, kMistake, run_of({{"wrong result", ""}, {"deadlock", ""}})), "");
  EXPECT_NE(complaint(mistake, kMistake, run_of({{"passed", ""}})), "");
}

TEST(Judge, ASolutionPasses) {
  const Variant solution = variant(VariantKind::kSolution);
  EXPECT_EQ(complaint(solution, "", run_of({{"passed", ""}})), "");
  EXPECT_NE(complaint(solution, "", run_of({{"passed", ""}, {"polls", ""}})), "");
  EXPECT_NE(complaint(solution, "", run_of({})), "");
}

}  // namespace
}  // namespace workbook
