// The second half of the tests of 2.4, in a file of its own: two files are compiled at the same
// time.
#include <array>
#include <atomic>
#include <condition_variable>
#include <mutex>

#include "4_lockstep_consensus_test.hpp"

namespace {

// A place where choose() waits until so many voters are in it: a barrier of the test's own.
class Meeting {
 public:
  explicit Meeting(int voters) : voters_(voters) {}

  void wait_for_all() {
    std::unique_lock lock(mutex_);
    const int my_round = arrived_++ / voters_;
    if (arrived_ % voters_ == 0) all_here_.notify_all();
    all_here_.wait(lock, [&] { return arrived_ >= (my_round + 1) * voters_; });
  }

 private:
  const int voters_;
  std::mutex mutex_;
  std::condition_variable all_here_;
  int arrived_ = 0;
};

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

TEST(LockstepConsensus, TenVotersAgreeInThreeRounds) {
  EXPLORE_WITH(.schedules_max = 20, .samples = 20) { expect_agreement(mixed_numbers(10, 3)); };
}

TEST(LockstepConsensus, TwoVotersAgreeInManyRounds) {
  EXPLORE_WITH(.schedules_max = 10, .samples = 10) { expect_agreement(mixed_numbers(2, 100)); };
}

}  // namespace
