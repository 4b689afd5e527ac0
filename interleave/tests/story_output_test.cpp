// What a program prints, and messages of any size.
#include <gtest/gtest.h>

#include <cstdio>
#include <exception>
#include <mutex>
#include <stdexcept>
#include <string>

#include "interleave/interleave.hpp"

namespace {

using interleave::together;

interleave::Failure failure_of(const std::function<void()>& body) {
  const interleave::Result result = interleave::explore(body);
  EXPECT_TRUE(result.failure) << result.seen;
  return result.failure.value_or(interleave::Failure{});
}

// What the thread of that name printed.
std::string printed_by(const interleave::Story& story, const std::string& name) {
  std::string text;
  for (const interleave::Step& step : story.steps) {
    if (story.threads[step.thread].name == name) text += step.output;
  }
  return text;
}

TEST(StoryOfOutput, EachThreadHasWhatItPrintedAllOfItOnce) {
  const interleave::Failure failure = failure_of([] {
    std::printf("before all\n");
    std::mutex mutex;
    together({"anna",
              [&] {
                std::printf("anna comes\n");
                std::lock_guard lock(mutex);
                std::printf("anna is in\n");
              }},
             {"ben", [&] {
                std::lock_guard lock(mutex);
                std::printf("ben is in\n");
              }});
    std::printf("after all\n");
    interleave::check(false, "to be told");
  });
  EXPECT_EQ(printed_by(failure.story, "test"), "before all\nafter all\n");
  EXPECT_EQ(printed_by(failure.story, "anna"), "anna comes\nanna is in\n");
  EXPECT_EQ(printed_by(failure.story, "ben"), "ben is in\n");
}

struct WithoutWords : std::exception {
  const char* what() const noexcept override { return nullptr; }
};

TEST(StoryOfMessages, AnExceptionWithoutWordsIsToldAsAny) {
  const interleave::Failure failure = failure_of([] { throw WithoutWords(); });
  EXPECT_EQ(failure.kind, interleave::FailureKind::kCrash);
  EXPECT_NE(failure.headline.find("WithoutWords"), std::string::npos) << failure.headline;
  EXPECT_NE(failure.headline.find("catches it"), std::string::npos) << failure.headline;
}

TEST(StoryOfMessages, OfMegabytesTheBeginningIsTold) {
  const interleave::Failure failure =
      failure_of([] { throw std::runtime_error("begins so " + std::string(4'000'000, 'x')); });
  EXPECT_EQ(failure.exception_message.find("begins so xxx"), 0u);
  EXPECT_LT(failure.headline.size(), 10'000u);
  EXPECT_NE(failure.exception_message.find("[cut here: 39"), std::string::npos);
}

TEST(StoryOfMessages, OutputOfMegabytesSaysThatItWasCut) {
  const interleave::Failure failure = failure_of([] {
    std::puts(std::string(4'000'000, 'x').c_str());
    interleave::check(false, "to be told");
  });
  const std::string text = printed_by(failure.story, "test");
  EXPECT_LT(text.size(), 100'000u);
  EXPECT_NE(text.find("[cut here"), std::string::npos);
}

}  // namespace
