// How a test, or a whole check, ended. One table has the words for it: those that a report, a
// mistake's "// Verdict:" line and a student read.
#pragma once

#include <fmt/format.h>

#include <optional>
#include <string_view>
#include <vector>

namespace workbook {

enum class Verdict {
  kPass,
  kNotWritten,
  kDoesNotCompile,
  kForbidden,  // It uses what the exercise does not allow.
  kUnknown,    // Could not tell.
  kTampered,   // It reached for what judges it. Only a graded run can tell.
  // What a schedule can fail with, as in interleave::FailureKind.
  kWrongResult,
  kDeadlock,
  kLostWakeup,
  kDataRace,
  kNeverEnds,
  kPolls,
  kCrash,
  kMisuse,
  kThreadLeftBehind,
};

// "passed", "not written yet", "lost wake-up" ...
std::string_view words_for(Verdict verdict);

// Returns the verdict that has these words.
std::optional<Verdict> verdict_named(std::string_view words);

// Those that a test can fail with: what a mistake may name.
std::vector<Verdict> failures();

// Tests were run and gave it: a pass, or one of failures().
bool verdict_is_of_tests(Verdict verdict);

// A thread goes round for nothing: such a test takes seconds, and those after it would, too.
bool is_endless(Verdict verdict);

}  // namespace workbook

template <>
struct fmt::formatter<workbook::Verdict> : fmt::formatter<std::string_view> {
  template <typename Context>
  auto format(workbook::Verdict verdict, Context& context) const {
    return fmt::formatter<std::string_view>::format(workbook::words_for(verdict), context);
  }
};
