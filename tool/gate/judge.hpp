// Says whether a variant behaved as the workbook promises.
#pragma once

#include <string>

#include "gate/variant.hpp"
#include "test_program.hpp"

namespace workbook {

// Returns "" when `run` is what `variant` must do, or else a sentence that says what is wrong:
// a stub is not written yet, at every one of its marks; a solution and an alternative pass; a
// mistake is rejected with one of its verdicts. `text` is the variant's file.
std::string complaint(const Variant& variant, std::string_view text, const TestRun& run);

}  // namespace workbook
