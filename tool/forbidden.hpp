// Finds in a header what its exercise does not allow.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace workbook {

// One entry of "forbidden" in workbook.json. Either a name or a pattern.
struct Forbidden {
  std::string name;     // "std::atomic": found as a whole word, whatever stands around it.
  std::string pattern;  // A regular expression (ECMAScript), for what a name cannot say.
  std::string why;      // A sentence for the student.
};

struct ForbiddenUse {
  int line = 0;       // From 1.
  std::string found;  // As it stands in the file.
  std::string text;   // The whole line, without the space around it.
  std::string why;
};

// Returns `code` with blanks where comments, strings and characters are, line for line.
std::string code_only(std::string_view code);

// Returns the first use, from the top of `code`, of something in `all`, comments and strings aside.
std::optional<ForbiddenUse> first_forbidden(std::string_view code,
                                            const std::vector<Forbidden>& all);

}  // namespace workbook
