// What readers of a story use and have not written is told from outside: told_as_calls/.
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <mutex>

#include "golden.hpp"
#include "interleave/interleave.hpp"
#include "passed_over/post_office.hpp"
#include "told_as_calls/mailbox.hpp"

namespace {

using interleave::check;
using interleave::together;
using interleave::until_others_wait;
using std::chrono::milliseconds;

class StoryOfCalls : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    interleave::tell_as_calls("/told_as_calls/");
    interleave::pass_over_in_stories("/passed_over/");
  }
};

void fetch(Mailbox& mailbox) { mailbox.take(); }

TEST_F(StoryOfCalls, WhoWaitsInOneForEver) {
  golden::expect_story([] {
    Mailbox mailbox;
    together({"anna", [&] { fetch(mailbox); }}, {"ben", [&] { mailbox.put(-1); }});
  });
}

TEST_F(StoryOfCalls, TimeGoesByInOne) {
  golden::expect_story([] {
    Mailbox mailbox;
    for (int i = 0; i < 2; ++i) {
      check(mailbox.waits_for_a_letter(milliseconds(75)), "a letter has come");
    }
  });
}

TEST_F(StoryOfCalls, WhatWasPrintedBeforeOneIsTold) {
  golden::expect_story([] {
    Mailbox mailbox;
    std::puts("is a letter there?");
    mailbox.take();
  });
}

TEST_F(StoryOfCalls, EachCallIsToldOnce) {
  golden::expect_story([] {
    Mailbox mailbox;
    together({"anna",
              [&] {
                for (int i = 0; i < 3; ++i) mailbox.put(i);
              }},
             {"ben", [&] {
                until_others_wait();
                check(mailbox.take() == 1, "the letter is 1");
              }});
  });
}

// What one's own code does in a call that leads back to it is told as anywhere else.
TEST_F(StoryOfCalls, OnesOwnCodeInsideOfOne) {
  golden::expect_story([] {
    Mailbox mailbox;
    std::mutex mutex;
    mailbox.put(1);
    mailbox.read([&](int) {
      std::lock_guard lock(mutex);
      std::lock_guard again(mutex);
    });
  });
}

TEST_F(StoryOfCalls, ARaceInsideOfOne) {
  golden::expect_story([] {
    int letters = 0;
    together({"anna",
              [&] {
                Mailbox mailbox;
                mailbox.put(1);
                ++letters;
              }},
             {"ben", [&] { ++letters; }});
  });
}

TEST_F(StoryOfCalls, OnAnElementOfAList) {
  golden::expect_story([] {
    std::array<Mailbox, 2> boxes;
    const auto second = [&]() -> Mailbox& { return boxes[1]; };
    second().put(1);
    boxes[1].take();
    boxes[0].take();
  });
}

TEST_F(StoryOfCalls, WhatIsPassedOverIsNotToldAtAll) {
  golden::expect_story([] {
    Mailbox mailbox;
    PostOffice office(mailbox);
    office.fetch();
  });
}

TEST_F(StoryOfCalls, TellOutsideOfAnExplorationSaysNothing) {
  interleave::tell("this");
  Mailbox mailbox;
  mailbox.put(1);
  EXPECT_EQ(mailbox.take(), 1);
}

}  // namespace
