// The second half of the tests of 2.4, in a file of its own: two files are compiled at the same
// time.
#include <array>
#include <atomic>

#include "4_lockstep_consensus_test.hpp"

namespace under_test {
namespace {

TEST(LockstepConsensus, AllVotersMayBeChoosingAtTheSameTime) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 200) {
    Meeting meeting(2);
    const auto choose = [&](std::size_t voter, std::size_t round) {
      meeting.wait_for_all();
      return static_cast<int>(voter + round);
    };
    EXPECT_EQ(agree(2, 2, choose), Decisions(2, {0, 1}));
  };
}

// What choose() writes without a lock belongs to its voter, from round to round.
TEST(LockstepConsensus, EachVoterMayKeepNotesOfItsOwn) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 200) {
    std::array<int, 2> sums{};
    const auto choose = [&](std::size_t voter, std::size_t round) {
      sums[voter] += static_cast<int>(10 * round + voter);
      return sums[voter];
    };
    EXPECT_EQ(agree(2, 2, choose), Decisions(2, {0, 10}));
  };
}

// One voter takes its time: the others are asleep meanwhile.
TEST(LockstepConsensus, TheOthersWaitForASlowVoter) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 200, .polling_forbidden = true) {
    const std::size_t slow = choose(2);
    std::atomic<std::size_t> chosen = 0;
    const auto choose = [&](std::size_t voter, std::size_t round) {
      if (voter == slow) {
        until_others_wait();
        EXPECT_EQ(chosen, 2 * round + 1) << "the other one chooses once and waits";
      }
      ++chosen;
      return static_cast<int>(voter + round);
    };
    EXPECT_EQ(agree(2, 2, choose), Decisions(2, {0, 1}));
  };
}

TEST(LockstepConsensus, EachOfThreeMayBeTheSlowOne) {
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

// The slow one is another one in each round.
TEST(LockstepConsensus, TheFastOneOfOneRoundMayBeTheSlowOneOfTheNext) {
  EXPLORE_WITH(.schedules_max = 200, .samples = 200) {
    const Table numbers = {{5, 5, 1}, {1, 2, 2}, {3, 4, 3}};
    const auto choose = [&](std::size_t voter, std::size_t round) {
      if (voter == round) until_others_wait();
      return numbers.at(round).at(voter);
    };
    EXPECT_EQ(agree(3, 3, choose), decisions_for(3, numbers));
  };
}

TEST(LockstepConsensus, TwoAgreementsHaveNothingInCommon) {
  EXPLORE_WITH(.schedules_max = 300, .samples = 300) {
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
TEST(LockstepConsensus, TwoAgreementsMayChooseAtTheSameTime) {
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

TEST(LockstepConsensus, TheNextAgreementStartsAnew) {
  EXPLORE_WITH(.schedules_max = 100, .samples = 100) {
    expect_agreement({{1, 1}});
    expect_agreement({{3, 2, 3}});
    expect_agreement({{5, 4}});
  };
}

// ---- Many: sampled. ----

TEST(LockstepConsensus, FourVotersAgreeInThreeRounds) {
  EXPLORE_WITH(.schedules_max = 200, .samples = 200) { expect_agreement(mixed_numbers(4, 3)); };
}

TEST(LockstepConsensus, TenVotersMayBeChoosingAtTheSameTime) {
  EXPLORE_WITH(.schedules_max = 5, .samples = 5) {
    Meeting meeting(10);
    const auto choose = [&](std::size_t, std::size_t round) {
      meeting.wait_for_all();
      return static_cast<int>(round);
    };
    EXPECT_EQ(agree(10, 2, choose), Decisions(10, {0, 1}));
  };
}

TEST(LockstepConsensus, TenVotersAgreeInThreeRounds) {
  EXPLORE_WITH(.schedules_max = 20, .samples = 20) { expect_agreement(mixed_numbers(10, 3)); };
}

TEST(LockstepConsensus, TwoVotersAgreeInManyRounds) {
  EXPLORE_WITH(.schedules_max = 10, .samples = 10) { expect_agreement(mixed_numbers(2, 100)); };
}

}  // namespace
}  // namespace under_test
