#include "verdict.hpp"

namespace workbook {

namespace {

struct Words {
  Verdict verdict;
  std::string_view words;
  bool is_failure = true;
};

constexpr Words kTable[] = {
    {Verdict::kPass, "passed", false},
    {Verdict::kNotWritten, "not written yet", false},
    {Verdict::kDoesNotCompile, "does not compile", false},
    {Verdict::kForbidden, "forbidden", false},
    {Verdict::kUnknown, "could not tell", false},
    {Verdict::kTampered, "tampered", false},
    {Verdict::kWrongResult, "wrong result"},
    {Verdict::kDeadlock, "deadlock"},
    {Verdict::kLostWakeup, "lost wake-up"},
    {Verdict::kDataRace, "data race"},
    {Verdict::kNeverEnds, "never ends"},
    {Verdict::kPolls, "polls"},
    {Verdict::kCrash, "crash"},
    {Verdict::kMisuse, "misuse"},
    {Verdict::kThreadLeftBehind, "thread left behind"},
};

}  // namespace

std::string_view words_for(Verdict verdict) {
  for (const Words& row : kTable) {
    if (row.verdict == verdict) return row.words;
  }
  return "";
}

std::optional<Verdict> verdict_named(std::string_view words) {
  for (const Words& row : kTable) {
    if (row.words == words) return row.verdict;
  }
  return {};
}

std::vector<Verdict> failures() {
  std::vector<Verdict> all;
  for (const Words& row : kTable) {
    if (row.is_failure) all.push_back(row.verdict);
  }
  return all;
}

bool verdict_is_of_tests(Verdict verdict) {
  if (verdict == Verdict::kPass) return true;
  for (const Words& row : kTable) {
    if (row.verdict == verdict) return row.is_failure;
  }
  return false;
}

bool is_endless(Verdict verdict) {
  return verdict == Verdict::kNeverEnds || verdict == Verdict::kPolls;
}

}  // namespace workbook
