// Compares a story with the text that is kept in tests/golden/<suite>.<test>.txt. With
// INTERLEAVE_UPDATE_GOLDEN=1 in the environment the text is written anew instead: read what git
// shows then, it is what a person will read.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>

#include "interleave/interleave.hpp"

namespace golden {

inline std::filesystem::path file() {
  const ::testing::TestInfo& test = *::testing::UnitTest::GetInstance()->current_test_info();
  return std::filesystem::path(__FILE__).parent_path() / "golden" /
         (std::string(test.test_suite_name()) + "." + test.name() + ".txt");
}

// What a person reads of a failure, but for the number of its schedule: another search finds it
// earlier or later.
inline std::string text_of(const interleave::Result& result) {
  if (!result.failure) return "no failure: " + result.seen + "\n";
  const interleave::Failure& failure = *result.failure;
  return std::string(interleave::name(failure.kind)) + "\n\n" +
         interleave::wrapped(failure.headline, 92) + "\n\n" + interleave::to_text(failure.story);
}

inline void expect_text(const std::string& text) {
  if (std::getenv("INTERLEAVE_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(file()) << text;
    return;
  }
  std::ostringstream kept;
  kept << std::ifstream(file()).rdbuf();
  EXPECT_EQ(text, kept.str()) << "not what " << file().filename() << " says";
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 100u) << line;
}

// Explores `body` and compares the story of its failure.
inline interleave::Result expect_story(const std::function<void()>& body,
                                       interleave::Options options = {}) {
  options.strategy = interleave::Strategy::kBounded;
  interleave::Result result = interleave::explore(body, options);
  expect_text(text_of(result));
  return result;
}

}  // namespace golden
