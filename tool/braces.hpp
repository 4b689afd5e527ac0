#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace workbook {

struct BraceMistake {
  int line = 0;  // From 1.
  std::string message;
};

// Says which brace of `code` has no partner, comments and strings aside; nothing when all have one.
// A compiler that misses a '}' complains at the end of the last file, or in whatever comes next.
// Here the indentation decides which one it is: partners stand on one line, or begin lines that are
// indented alike.
std::optional<BraceMistake> brace_mistake(std::string_view code);

}  // namespace workbook
