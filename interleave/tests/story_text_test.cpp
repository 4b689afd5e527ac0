// Whatever the names of threads and files, a story fits in its columns.
#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "golden.hpp"

namespace {

using interleave::Source;
using interleave::Step;
using interleave::Story;

std::string long_path(const std::string& folder) {
  return "/somewhere/" + folder + "/a_queue_whose_name_says_all_that_it_can_do_test.cpp";
}

Step step(std::size_t thread, const std::string& what, const std::string& file, int line) {
  Step made;
  made.thread = thread;
  made.what = what;
  made.source = Source{file, line, "", ""};
  return made;
}

Story three_threads() {
  Story story;
  story.threads = {{"the first receiver of all", "waits on not_empty_", true},
                   {"the second receiver", "ended", false},
                   {"sender", "ended", false}};
  story.steps = {step(0, "waits on not_empty_", long_path("fair"), 17),
                 step(1, "waits on not_empty_", long_path("quick"), 1234),
                 step(2, "notifies not_empty_: wakes the first receiver of all (2 wait)",
                      long_path("fair"), 9)};
  story.steps[0].note = "the race";
  story.steps[1].output = std::string(200, 'x');
  return story;
}

TEST(StoryText, ThreeThreadsWithLongNames) { golden::expect_text(to_text(three_threads())); }

TEST(StoryText, FilesOfOneNameAreToldApart) {
  Story story;
  story.threads = {{"anna", "ended", false}};
  story.steps = {step(0, "locks mutex_", "/a/fair/queue.hpp", 1),
                 step(0, "locks mutex_", "/a/quick/queue.hpp", 2),
                 step(0, "locks mutex_", "/a/main.cpp", 3)};
  golden::expect_text(to_text(story));
}

TEST(StoryText, FewColumns) {
  std::istringstream lines(to_text(three_threads(), 80));
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80u) << line;
}

TEST(StoryText, NoSteps) { EXPECT_EQ(to_text(Story{}), ""); }

}  // namespace
