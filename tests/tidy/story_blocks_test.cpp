#include "tidy/story_blocks.hpp"

#include <gtest/gtest.h>

namespace {

using Lines = std::vector<std::string>;

SourceFile page_of(const Lines& lines) { return {"notes.md", lines}; }

TEST(StoryBlocks, ABlockBelowItsMarkerIsFound) {
  const StoryBlocks found =
      find_story_blocks(page_of({"Text.", "<!-- story: 1.2 if_for_while -->", "```text",
                                 "A.B: POLLS", "", "  So.", "```", "More."}));
  EXPECT_EQ(found.complaints, Lines());
  ASSERT_EQ(found.blocks.size(), 1U);
  EXPECT_EQ(found.blocks[0].exercise, "1.2");
  EXPECT_EQ(found.blocks[0].mistake, "if_for_while");
  EXPECT_EQ(found.blocks[0].text, "A.B: POLLS\n\n  So.");
}

TEST(StoryBlocks, AMistypedMarkerIsNamed) {
  const StoryBlocks found =
      find_story_blocks(page_of({"<!-- story 1.2 if_for_while -->", "```", "text", "```"}));
  ASSERT_EQ(found.complaints.size(), 1U);
  EXPECT_EQ(found.complaints[0].find("notes.md:1: write it so"), 0U) << found.complaints[0];
}

TEST(StoryBlocks, AStoryWithoutAMarkerIsNamed) {
  const StoryBlocks found = find_story_blocks(
      page_of({"```text", "A.B: LOST WAKE-UP   schedule 2, found in 9 ms", "```"}));
  ASSERT_EQ(found.complaints.size(), 1U);
  EXPECT_EQ(found.complaints[0].find("notes.md:2: no line above"), 0U) << found.complaints[0];
}

TEST(StoryBlocks, AMarkerWithoutAWholeBlockIsNamed) {
  const std::string marker = "<!-- story: 1.2 if_for_while -->";
  EXPECT_EQ(find_story_blocks(page_of({marker})).complaints.size(), 1U);
  EXPECT_EQ(find_story_blocks(page_of({marker, "", "```", "```"})).complaints.size(), 1U);
  EXPECT_EQ(find_story_blocks(page_of({marker, "```", "no end"})).complaints.size(), 1U);
}

TEST(StoryBlocks, OnlyTheTimeMayDiffer) {
  EXPECT_EQ(without_times("schedule 2, found in 9 ms"),
            without_times("schedule 2, found in 14 ms"));
  EXPECT_NE(without_times("schedule 2, found in 9 ms"), without_times("schedule 3, found in 9 ms"));
}

TEST(StoryBlocks, AFreshStoryTakesThePlaceOfTheOldOne) {
  SourceFile page = page_of({"<!-- story: 1.2 a -->", "```", "old", "```", "Text."});
  const StoryBlocks found = find_story_blocks(page);
  ASSERT_EQ(found.blocks.size(), 1U);
  replace_story(page, found.blocks[0], "new\nand longer");
  EXPECT_EQ(page.lines,
            Lines({"<!-- story: 1.2 a -->", "```", "new", "and longer", "```", "Text."}));
}

}  // namespace
