// The second half of the tests of 2.5, in a file of its own: two files are compiled at the same
// time.
#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <limits>
#include <mutex>

#include "5_early_messages_test.hpp"

namespace under_test {
namespace {

TEST(EarlyMessages, AllVotersMayBeChoosingAtTheSameTime) {
  EXPLORE_WITH(.schedules_max = 300, .samples = 100) {
    Meeting meeting(2);
    const auto choose = [&](std::size_t voter, std::size_t round) {
      meeting.wait_for_all();
      return static_cast<int>(voter + round);
    };
    EXPECT_EQ(agree(2, 2, choose), Decisions(2, {0, 1}));
  };
}

// What choose() writes without a lock belongs to its voter, from round to round.
TEST(EarlyMessages, EachVoterMayKeepNotesOfItsOwn) {
  EXPLORE_WITH(.schedules_max = 200, .samples = 100) {
    std::array<int, 2> sums{};
    const auto choose = [&](std::size_t voter, std::size_t round) {
      sums[voter] += static_cast<int>(10 * round + voter);
      return sums[voter];
    };
    EXPECT_EQ(agree(2, 2, choose), Decisions(2, {0, 10}));
  };
}

// One voter takes its time: the others are asleep meanwhile. The slow one is told by the choice.
TEST(EarlyMessages, TheOthersSleepWhileOneIsSlow) {
  EXPLORE_WITH(.schedules_max = 200, .samples = 200, .polling_forbidden = true) {
    const std::size_t slow = choose(3);
    const Table numbers = {{1, 2, 2}, {4, 3, 4}};
    const auto choose = [&](std::size_t voter, std::size_t round) {
      if (voter == slow) until_others_wait();
      return numbers.at(round).at(voter);
    };
    EXPECT_EQ(agree(3, 2, choose), decisions_for(3, numbers));
  };
}

// The fast ones go on while a slow one has not even looked into its inbox: under some schedule, a
// voter chooses for the next round although not all messages of this one were taken out.
TEST(EarlyMessages, AFastVoterDoesNotWaitUntilTheOthersHaveDecided) {
  std::atomic<bool> somebody_was_faster = false;
  EXPLORE_WITH(.schedules_max = 100, .samples = 200) {
    const WatchedInboxes inboxes;
    agree(3, 2, [&](std::size_t, std::size_t round) {
      if (round == 1 && sum(inboxes.taken_out()) < 6) somebody_was_faster = true;
      return 0;
    });
  };
  EXPECT_TRUE(somebody_was_faster)
      << "under no schedule does a voter go on before all others have decided";
}

// No number stands for "nothing has come early".
TEST(EarlyMessages, AnEarlyNumberMayBeAnyNumber) {
  EXPLORE_WITH(.schedules_max = 50, .samples = 300) {
    using Limits = std::numeric_limits<int>;
    const int number = std::array{0, -1, Limits::min(), Limits::max()}.at(choose(4));
    expect_agreement({{1, 2, 3}, {number, number, number}});
  };
}

TEST(EarlyMessages, TwoAgreementsHaveNothingInCommon) {
  EXPLORE_WITH(.schedules_max = 200, .samples = 200) {
    const auto always = [](int number) { return [number](auto, auto) { return number; }; };
    together({"ones",
              [&] {
                EXPECT_EQ(agree(2, 2, always(1)), Decisions(2, {1, 1}));
              }},
             {"twos", [&] {
                EXPECT_EQ(agree(2, 2, always(2)), Decisions(2, {2, 2}));
              }});
  };
}

// A choice of one may wait for a choice of the other: neither call keeps the other one waiting.
TEST(EarlyMessages, TwoAgreementsMayChooseAtTheSameTime) {
  EXPLORE_WITH(.schedules_max = 50, .samples = 50) {
    Meeting meeting(4);
    const auto choose = [&](std::size_t, std::size_t round) {
      meeting.wait_for_all();
      return static_cast<int>(round);
    };
    const auto run = [&] { EXPECT_EQ(agree(2, 2, choose), Decisions(2, {0, 1})); };
    together({"one", run}, {"other", run});
  };
}

TEST(EarlyMessages, TheNextAgreementStartsAnew) {
  EXPLORE_WITH(.schedules_max = 50, .samples = 50) {
    expect_agreement({{1, 1}});
    expect_agreement({{3, 2, 3}});
    expect_agreement({{5, 4}});
  };
}

// ---- Many: sampled. ----

TEST(EarlyMessages, ThreeVotersAgreeInFourRounds) {
  EXPLORE_WITH(.schedules_max = 50, .samples = 200) { expect_agreement(different_numbers(3, 4)); };
}

TEST(EarlyMessages, FourVotersAgreeInFourRounds) {
  EXPLORE_WITH(.schedules_max = 50, .samples = 200) { expect_agreement(different_numbers(4, 4)); };
}

TEST(EarlyMessages, SixVotersAgreeInThreeRounds) {
  EXPLORE_WITH(.schedules_max = 20, .samples = 60) { expect_agreement(mixed_numbers(6, 3)); };
}

TEST(EarlyMessages, TenVotersMayBeChoosingAtTheSameTime) {
  EXPLORE_WITH(.schedules_max = 5, .samples = 5) {
    Meeting meeting(10);
    const auto choose = [&](std::size_t, std::size_t round) {
      meeting.wait_for_all();
      return static_cast<int>(round);
    };
    EXPECT_EQ(agree(10, 2, choose), Decisions(10, {0, 1}));
  };
}

TEST(EarlyMessages, TenVotersAgreeInThreeRounds) {
  EXPLORE_WITH(.schedules_max = 10, .samples = 20) { expect_agreement(different_numbers(10, 3)); };
}

TEST(EarlyMessages, TwoVotersAgreeInManyRounds) {
  EXPLORE_WITH(.schedules_max = 3, .samples = 3, .steps_max = 100'000) {
    expect_agreement(mixed_numbers(2, 300));
  };
}

// ---- What is kept ----

// So many messages that are never let go, and rounds, that nothing else grows as much.
constexpr std::size_t kVoters = 4;
constexpr std::size_t kRounds = 200;
// A deque has a block more or less when it crosses a boundary, and is full or empty by chance.
constexpr std::size_t kBlocksByChance = 8 * kVoters;
// Decisions may grow, too: four bytes in each round, and a vector has up to twice the room.
constexpr std::size_t kBytesByChance = kBlocksByChance * 512 + kVoters * kRounds * 8;

// The most that was in use at once, of the moments at which note() was called.
struct Peak {
  void note() {
    const interleave::MemoryInUse now = interleave::memory_in_use();
    blocks = std::max(blocks, now.blocks);
    bytes = std::max(bytes, now.bytes);
  }

  std::size_t blocks = 0;
  std::size_t bytes = 0;
};

// Uniform choices: many messages come early then.
TEST(EarlyMessages, WhatIsKeptEarlyIsLetGo) {
  EXPLORE_WITH(.strategy = interleave::Strategy::kRandom, .samples = 2, .steps_max = 200'000) {
    Peak in_round_10;
    Peak in_round_200;
    std::mutex mutex;  // Guards both: voters choose at the same time.
    agree(kVoters, kRounds, [&](std::size_t voter, std::size_t round) {
      std::lock_guard lock(mutex);
      if (round >= 5 && round <= 10) in_round_10.note();
      if (round >= kRounds - 5) in_round_200.note();
      return static_cast<int>(voter);
    });
    EXPECT_LE(in_round_200.blocks, in_round_10.blocks + kBlocksByChance)
        << "blocks in use around round 200: more than around round 10";
    EXPECT_LE(in_round_200.bytes, in_round_10.bytes + kBytesByChance)
        << "bytes in use around round 200: more than around round 10";
  };
}

}  // namespace
}  // namespace under_test
