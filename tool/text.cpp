#include "text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "errors.hpp"

namespace workbook {

bool is_of_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return "";
  const std::size_t last = text.find_last_not_of(" \t\r\n");
  return std::string(text.substr(first, last - first + 1));
}

std::string indented(std::string_view text, std::size_t spaces) {
  std::string result;
  for (const std::string& line : lines_of(text)) {
    if (!line.empty()) result += std::string(spaces, ' ') + line;
    result += '\n';
  }
  return result;
}

std::string fitted(std::string_view text, std::size_t columns) {
  std::string result;
  bool is_code = false;
  for (std::string line : lines_of(text)) {
    const std::size_t begin = std::min(line.find_first_not_of(' '), line.size());
    if (std::string_view(line).substr(begin).starts_with("```")) is_code = !is_code;
    while (!is_code && line.size() > columns) {
      const std::size_t space = line.rfind(' ', columns);
      if (space == std::string::npos || space <= begin) break;
      result += line.substr(0, space) + '\n';
      line = std::string(begin, ' ') + line.substr(space + 1);
    }
    result += line + '\n';
  }
  return result;
}

std::string last_lines(const std::string& output, std::size_t most) {
  const std::vector<std::string> lines = lines_of(output);
  const std::size_t from = lines.size() > most ? lines.size() - most : 0;
  std::string text;
  for (std::size_t i = from; i < lines.size(); ++i) text += lines[i] + "\n";
  return text;
}

std::string counted(std::size_t n, std::string_view noun) {
  return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s");
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw CannotTell(fmt::format("Cannot read {}: {}.", path.string(), strerror(errno)));
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

void write_file(const std::filesystem::path& path, std::string_view text) {
  std::filesystem::path fresh = path;
  fresh += ".new";
  {
    std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
    out << text << std::flush;
    if (!out) {
      const std::string why = strerror(errno);
      std::error_code ignored;
      std::filesystem::remove(fresh, ignored);
      throw CannotTell(fmt::format("Cannot write {}: {}.", path.string(), why));
    }
  }
  std::filesystem::rename(fresh, path);
}

}  // namespace workbook
