// Numbers that tell whether something changed. They find things again; they prove nothing: who
// relies on them compares the text, too.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "workbook.hpp"

namespace workbook {

// FNV-1a, 64 bits: http://www.isthe.com/chongo/tech/comp/fnv/
constexpr std::uint64_t kHashStart = 14695981039346656037U;
std::uint64_t hash_of(std::string_view text, std::uint64_t so_far = kHashStart);

// Of all that gives a verdict on answers to the exercise: tests, explorer, what answers may
// include.
std::uint64_t hash_of_tools(const Workbook& workbook, const Exercise& exercise,
                            const std::filesystem::path& build_folder, std::uint64_t so_far);

// Where the tests are built: build/student, or $WORKBOOK_BUILD.
std::filesystem::path grade_build_folder(const Workbook& workbook);

}  // namespace workbook
