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
  story.steps[0].mark = interleave::Mark::kRace;
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

Story many_threads(std::size_t count) {
  Story story;
  story.kind = interleave::FailureKind::kLostWakeup;
  for (std::size_t i = 0; i < count; ++i) {
    story.threads.push_back({"voter number " + std::to_string(i), "waits on not_empty_", true});
    story.steps.push_back(step(i, "waits on not_empty_", "/a/all_to_all.hpp", 31));
  }
  interleave::MissedWakeup missed;
  missed.sleeper = count - 1;
  missed.notifier = count / 2;
  story.diagnosis.missed = missed;
  return story;
}

// Those that matter have a lane, the others are summed up, and nothing is cut.
TEST(StoryText, TwentyFiveThreads) { golden::expect_text(to_text(many_threads(25))); }

TEST(StoryText, FitsTheColumnsThereAre) {
  for (const std::size_t columns : {60u, 72u, 80u, 100u, 132u}) {
    for (const std::size_t threads : {3u, 12u, 25u}) {
      std::istringstream lines(to_text(many_threads(threads), columns));
      for (std::string line; std::getline(lines, line);) {
        EXPECT_LE(line.size(), columns) << line;
        EXPECT_EQ(line.find("..."), std::string::npos) << line;
      }
    }
  }
}

TEST(StoryText, NoSteps) { EXPECT_EQ(to_text(Story{}), ""); }

}  // namespace
