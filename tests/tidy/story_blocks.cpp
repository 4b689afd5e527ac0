#include "tidy/story_blocks.hpp"

#include <algorithm>
#include <iterator>
#include <regex>

#include "text.hpp"

namespace {

using Lines = std::vector<std::string>;

bool is_fence(const std::string& line) { return line.starts_with("```"); }

// "Handoff.OneValueArrives: LOST WAKE-UP   schedule 2, found in 9 ms"
bool starts_a_story(const std::string& line) {
  static const std::regex title(R"(\s*\w+\.\w+: [A-Z][A-Z -]*[A-Z](   schedule .*)?)");
  return std::regex_match(line, title);
}

bool speaks_of_a_story(const std::string& line) {
  return line.find("<!-- story") != std::string::npos;
}

// Fills in what stands below the marker. Returns false when it is not a whole fenced block.
bool read_block(const Lines& lines, StoryBlock& block) {
  if (block.marker + 1 >= lines.size() || !is_fence(lines[block.marker + 1])) return false;
  block.begin = block.marker + 2;
  const auto begin = lines.begin() + static_cast<std::ptrdiff_t>(block.begin);
  const auto end = std::find_if(begin, lines.end(), is_fence);
  if (end == lines.end()) return false;
  block.end = static_cast<std::size_t>(end - lines.begin());
  std::string text;
  for (auto line = begin; line != end; ++line) text += *line + "\n";
  block.text = workbook::trimmed(text);
  return true;
}

}  // namespace

StoryBlocks find_story_blocks(const SourceFile& page) {
  static const std::regex marker(R"(<!-- story: (\d+\.\d+) (\w+) -->)");
  StoryBlocks found;
  for (std::size_t i = 0; i < page.lines.size(); ++i) {
    std::smatch match;
    if (std::regex_match(page.lines[i], match, marker)) {
      StoryBlock block{match[1], match[2], i, 0, 0, ""};
      if (read_block(page.lines, block)) {
        found.blocks.push_back(block);
        i = block.end;
      } else {
        found.complaints.push_back(page.at(i) + ": no fenced block stands directly below");
      }
    } else if (speaks_of_a_story(page.lines[i])) {
      found.complaints.push_back(page.at(i) + ": write it so: <!-- story: 1.2 if_for_while -->");
    } else if (starts_a_story(page.lines[i])) {
      found.complaints.push_back(page.at(i) +
                                 ": no line above says which mistake tells this story");
    }
  }
  return found;
}

std::string without_times(const std::string& story) {
  return std::regex_replace(story, std::regex(R"(found in \d+ ms)"), "found in N ms");
}

void replace_story(SourceFile& page, const StoryBlock& block, const std::string& story) {
  const auto at = [&](std::size_t line) {
    return page.lines.begin() + static_cast<std::ptrdiff_t>(line);
  };
  const auto rest = page.lines.erase(at(block.begin), at(block.end));
  const Lines fresh = workbook::lines_of(story);
  page.lines.insert(rest, fresh.begin(), fresh.end());
}
