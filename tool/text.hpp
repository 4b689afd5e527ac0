// Small helpers for text and files.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace workbook {

// Whether it can be part of a name.
bool is_of_word(char c);

// Returns the lines of `text` without their ends.
std::vector<std::string> lines_of(std::string_view text);

// Returns `text` without the white space around it.
std::string trimmed(std::string_view text);

// Returns `text` with `spaces` in front of every line that is not empty.
std::string indented(std::string_view text, std::size_t spaces);

// Returns `text` with its lines broken at spaces where they are longer than `columns`. What follows
// a break begins where its line began. Lines between ``` are left alone.
std::string fitted(std::string_view text, std::size_t columns);

// Returns the last lines of `text`, at most so many.
std::string last_lines(const std::string& text, std::size_t most);

// Returns "1 test", "2 tests".
std::string counted(std::size_t n, std::string_view noun);

// Returns the whole file. Throws CannotTell, naming it, when that fails.
std::string read_file(const std::filesystem::path& path);

// Writes the whole file or leaves it as it was. Throws CannotTell, naming it, when that fails.
void write_file(const std::filesystem::path& path, std::string_view text);

}  // namespace workbook
