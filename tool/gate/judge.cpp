#include "gate/judge.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "text.hpp"

namespace workbook {

namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

// What happened instead, with the first test that did not pass.
std::string what_happened(const TestRun& run) {
  const TestReport* test = first_not_passed(run);
  if (test == nullptr) return run.tests.empty() ? trimmed(run.output) : "every test passed";
  return fmt::format("{}: {}\n{}\n{}", test->test, test->verdict, trimmed(test->headline),
                     test->story);
}

std::string stub_complaint(const Variant& variant, std::string_view text, const TestRun& run) {
  const Verdict verdict = verdict_of(run);
  if (variant.exercise.passes_as_given) {
    return verdict == Verdict::kPass ? "" : "must pass as given, but: " + what_happened(run);
  }
  if (verdict != Verdict::kNotWritten) {
    return "must be 'not written yet', but: " + what_happened(run);
  }
  std::set<std::string> met;
  for (const TestReport& test : run.tests) met.insert(test.mark);
  for (const std::string& mark : marks_of(text)) {
    if (!met.contains(mark)) return fmt::format("no test runs into its mark '{}'", mark);
  }
  return "";
}

std::string mistake_complaint(const Variant& variant, std::string_view text, const TestRun& run) {
  const std::vector<std::string> expected = expected_verdicts(text, variant.file.string());
  const Verdict verdict = verdict_of(run);
  if (std::find(expected.begin(), expected.end(), words_for(verdict)) != expected.end()) return "";
  return fmt::format("must be rejected with '{}', but: {}", joined(expected), what_happened(run));
}

}  // namespace

std::string complaint(const Variant& variant, std::string_view text, const TestRun& run) {
  if (run.timed_out) return "did not end and was stopped";
  switch (variant.kind) {
    case VariantKind::kStub:
      return stub_complaint(variant, text, run);
    case VariantKind::kMistake:
      return mistake_complaint(variant, text, run);
    case VariantKind::kSolution:
    case VariantKind::kAlternative:
      return verdict_of(run) == Verdict::kPass ? "" : "must pass, but: " + what_happened(run);
  }
  return "";
}

}  // namespace workbook
