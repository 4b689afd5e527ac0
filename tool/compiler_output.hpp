// Finds in a compiler's output what a student has to read first.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace workbook {

struct Diagnostic {
  std::string file;  // As the compiler printed it.
  int line = 0;
  std::string message;     // "expected ';' after return statement"
  std::string excerpt;     // The source line and the marks under it, as the compiler printed them.
  int line_in_header = 0;  // For an error elsewhere: the line of the header that led to it, or 0.
};

// Returns what is to be read first. In `header` (a path's end is enough) that is a function without
// its return, or else the first error. Where there is none in `header` it is the first error at
// all, with the first line of `header` that the compiler names on the way. Nothing when `output`
// has no error.
std::optional<Diagnostic> first_error(std::string_view output, std::string_view header);

// Returns why `error` is one, in words of the exercises, where that is known: mostly a promise of
// the header that the code asks more of. "" otherwise.
std::string reason_for(const Diagnostic& error);

// Returns the first warning in `header`.
std::optional<Diagnostic> first_warning(std::string_view output, std::string_view header);

}  // namespace workbook
