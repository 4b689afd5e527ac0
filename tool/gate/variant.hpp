// Every header that stands in for a student's when the workbook checks itself.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "workbook.hpp"

namespace workbook {

enum class VariantKind { kStub, kSolution, kMistake, kAlternative };

struct Variant {
  VariantKind kind = VariantKind::kStub;
  Exercise exercise;
  std::string phrase;          // A mistake's or an alternative's; empty for the others.
  std::filesystem::path file;  // From the workbook's root.
  std::string target;          // "mistake.1_3.size_without_lock"

  std::string name() const;  // "1.3 mistake size_without_lock"
};

// Returns all that exist as files, exercise by exercise in the order of the list.
std::vector<Variant> all_variants(const Workbook& workbook);

// Returns what a mistake's "// Verdict: data race, deadlock" line names. Throws CannotTell when
// there is no such line among the first ten.
std::vector<std::string> expected_verdicts(std::string_view text, const std::string& file);

// Returns the marks of a stub: the arguments of its not_written("1.3 push") calls.
std::vector<std::string> marks_of(std::string_view text);

}  // namespace workbook
