// How text is fitted into the columns that there are.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace interleave {

// Stories are made for so many columns at least; where there is no terminal, for so many.
inline constexpr std::size_t kColumnsMin = 60;
inline constexpr std::size_t kColumnsWithoutTerminal = 100;

// Breaks `text` into lines of at most `columns`, at spaces where it can be. Lines behind the first
// begin with `indentation`.
std::vector<std::string> broken(const std::string& text, std::size_t columns,
                                const std::string& indentation = "");

// Fills up with spaces.
std::string padded(std::string text, std::size_t columns);

}  // namespace interleave
