#include "words/layout.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "interleave/adapter.hpp"
#include "interleave/story.hpp"

namespace interleave {
namespace {

constexpr std::size_t kColumnsMax = 200;

std::size_t columns_of_terminal() {
  winsize size{};
  const bool is_terminal = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return is_terminal ? size.ws_col : kColumnsWithoutTerminal;
}

// Where a line that is too long is broken: at the last space that leaves something before it, else
// behind the last sign that ends a word of a program.
std::size_t place_to_break(const std::string& line, std::size_t columns, std::size_t begin) {
  const std::size_t space = line.rfind(' ', columns);
  if (space != std::string::npos && space > begin) return space;
  const std::size_t sign = line.find_last_of("/.,:(<>_-", columns - 1);
  return sign != std::string::npos && sign > begin ? sign + 1 : columns;
}

void break_line(std::string line, std::size_t columns, const std::string& indentation,
                std::vector<std::string>& lines) {
  // What comes first in a line is no place to break it.
  std::size_t begin = line.find_first_not_of(' ');
  while (line.size() > columns) {
    const std::size_t at = place_to_break(line, columns, begin);
    const std::size_t next = line.find_first_not_of(' ', at);
    lines.push_back(line.substr(0, at));
    if (next == std::string::npos) return;
    line = indentation + line.substr(next);
    begin = indentation.size();
  }
  lines.push_back(std::move(line));
}

}  // namespace

std::size_t text_columns() {
  const char* wanted = std::getenv("INTERLEAVE_COLUMNS");
  const std::size_t columns =
      wanted == nullptr ? columns_of_terminal() : std::strtoul(wanted, nullptr, 10);
  return std::clamp(columns, kColumnsMin, kColumnsMax);
}

std::vector<std::string> broken(const std::string& text, std::size_t columns,
                                const std::string& indentation) {
  const std::size_t room = std::max(columns, indentation.size() + 4);
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    break_line(text.substr(begin, end - begin), room, indentation, lines);
    begin = end + 1;
  }
  return lines;
}

std::string padded(std::string text, std::size_t columns) {
  if (text.size() < columns) text.append(columns - text.size(), ' ');
  return text;
}

std::string wrapped(const std::string& text, std::size_t columns) {
  std::string result;
  for (const std::string& line : broken(text, columns)) {
    if (!result.empty()) result += '\n';
    result += line;
  }
  return result;
}

}  // namespace interleave
