// The stories that a page quotes. Each stands in a fenced block, directly below a line that says
// which mistake tells it:
//
//   <!-- story: 1.2 if_for_while -->
//
// A block is what ./workbook check prints from the line "Suite.Test: VERDICT" to the story's end.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "tidy/source_files.hpp"

struct StoryBlock {
  std::string exercise;    // "1.2"
  std::string mistake;     // "if_for_while"
  std::size_t marker = 0;  // Lines are counted from 0.
  std::size_t begin = 0;   // The first line inside the fences.
  std::size_t end = 0;     // The fence that closes.
  std::string text;
};

struct StoryBlocks {
  std::vector<StoryBlock> blocks;       // From top to bottom.
  std::vector<std::string> complaints;  // Sentences about what would go without being compared.
};

StoryBlocks find_story_blocks(const SourceFile& page);

// Returns `story` without the time it took, which differs from run to run.
std::string without_times(const std::string& story);

// Puts `story` where `block` was. Blocks above stay where they are.
void replace_story(SourceFile& page, const StoryBlock& block, const std::string& story);
