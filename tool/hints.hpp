#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace workbook {

struct Hint {
  std::string title;
  std::string text;
};

// Returns the hints of a hints.md, from the gentlest to the last: each starts with a heading of the
// second level ("## Where to look").
std::vector<Hint> parse_hints(std::string_view markdown);

}  // namespace workbook
