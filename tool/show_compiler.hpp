// Puts what stands in the way of a program into words: errors, warnings, what is not allowed.
#pragma once

#include <string>

#include "forbidden.hpp"
#include "workbook.hpp"

namespace workbook {

// The first error that the student has to read, its reason where that can be said, and what to do
// next. `whole`: all that the compiler said, too.
std::string describe_compile_error(const Workbook& workbook, const Exercise& exercise,
                                   const std::string& compiler_output, bool whole);

// The first warning in the student's file, or "".
std::string describe_warning(const Workbook& workbook, const Exercise& exercise,
                             const std::string& compiler_output);

std::string describe_forbidden(const Exercise& exercise, const ForbiddenUse& use);

}  // namespace workbook
