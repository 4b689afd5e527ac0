#pragma once

#include <string>
#include <string_view>

namespace workbook {

// A call of not_written("1.3 push") in a header.
struct UnwrittenPlace {
  int line = 0;  // From 1; 0: there is none.
  std::string mark;
};

// Returns the first of `code`, comments aside.
UnwrittenPlace first_unwritten(std::string_view code);

}  // namespace workbook
