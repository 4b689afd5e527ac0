#include "hints.hpp"

#include "text.hpp"

namespace workbook {

std::vector<Hint> parse_hints(std::string_view markdown) {
  std::vector<Hint> hints;
  for (const std::string& line : lines_of(markdown)) {
    if (line.starts_with("## ")) {
      hints.push_back({trimmed(line.substr(3)), ""});
    } else if (!hints.empty()) {
      hints.back().text += line + "\n";
    }
  }
  for (Hint& hint : hints) hint.text = trimmed(hint.text);
  return hints;
}

}  // namespace workbook
