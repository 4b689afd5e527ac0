// The second half of the tests of 2.6: stops that follow from each other, and voters that are held
// in the middle of their sends.
#include <array>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <vector>

#include "6_failing_voters_test.hpp"

namespace under_test {
namespace {

// A chain: in each round but the last, one voter knows the smallest number. It tells exactly one of
// those that are left, and stops. Only the last round brings the number to all. The order in which
// a voter sends is its own: whoever is told first is the next in the chain.
class Chain {
 public:
  Chain(std::size_t first, std::size_t stops_max) : next_(first), stops_left_(stops_max) {}

  bool goes_on(std::size_t voter, std::size_t round, std::size_t receiver) {
    std::lock_guard lock(mutex_);
    if (voter == stops_now_) {  // It has told one, and stops before the next send.
      stops_now_ = kNever;
      return false;
    }
    if (voter != next_ || round < next_round_ || stops_left_ == 0) return true;
    if (has_stopped_.contains(receiver)) return true;  // Nobody hears that.
    has_stopped_.insert(voter);
    stops_now_ = voter;
    next_ = receiver;
    next_round_ = round + 1;  // It knows the number when this round is over.
    --stops_left_;
    return true;
  }

 private:
  std::mutex mutex_;
  std::size_t next_;
  std::size_t next_round_ = 0;
  std::size_t stops_left_;
  std::size_t stops_now_ = kNever;
  std::set<std::size_t> has_stopped_;
};

// Voter `first` has the smallest number. Where a chain ends in the last send of a round, the voter
// stops at the beginning of the next one: then all have been told already.
void run_chain(const Choices& choices, std::size_t failures_max, std::size_t first) {
  Record record(choices.size(), "voter");
  Chain chain(first, failures_max);
  const auto goes_on = [&](std::size_t voter, std::size_t round, std::size_t receiver) {
    const bool answer = chain.goes_on(voter, round, receiver);
    record.of.at(voter).push_back({round, receiver, answer});
    return answer;
  };
  const Decisions decisions = agree_despite_failures(choices, failures_max, goes_on);
  expect_right_questions(record);
  expect_right_decisions(choices, failures_max, record, decisions);
}

TEST(FailingVoters, AChainOfOneStop) {
  EXPLORE_WITH(.schedules_max = 200, .samples = 100) { run_chain({1, 5, 8}, 1, 0); };
}

TEST(FailingVoters, AChainOfTwoStops) {
  EXPLORE_WITH(.schedules_max = 100, .samples = 100) {
    Choices choices = {5, 6, 7, 8};
    const std::size_t first = choose(4);
    choices[first] = 1;
    run_chain(choices, 2, first);
  };
}

TEST(FailingVoters, AChainOfThreeStops) {
  EXPLORE_WITH(.schedules_max = 50, .samples = 50) { run_chain({5, 6, 1, 8, 9}, 3, 2); };
}

// ---- Voters that take their time, and wait for others. ----

// One round more than voters may stop, and not another one.
TEST(FailingVoters, EachVoterSendsToAllOthersInEachRound) {
  EXPLORE_WITH(.schedules_max = 50, .samples = 50) {
    const std::size_t failures_max = choose(3);
    Record record(3, "voter");
    agree_despite_failures({3, 5, 8}, failures_max, stops_after(Stops(3, kNever), record));
    expect_rounds(record, failures_max + 1);
  };
}

// One voter is held before one of its sends until all others wait for it. What they hear of the
// round is complete all the same.
TEST(FailingVoters, AVoterMayBeHeldInTheMiddleOfItsSends) {
  EXPLORE_WITH(.schedules_max = 150, .samples = 100, .polling_forbidden = true) {
    const std::size_t held = choose(3);
    const std::size_t at = choose(4);
    Record record(3, "voter");
    const GoesOn asked = stops_after({kNever, kNever, kNever}, record);
    const auto goes_on = [&](std::size_t voter, std::size_t round, std::size_t receiver) {
      if (voter == held && record.of[voter].size() == at) until_others_wait();
      return asked(voter, round, receiver);
    };
    const Decisions decisions = agree_despite_failures({3, 5, 1}, 1, goes_on);
    expect_right_questions(record);
    EXPECT_EQ(decisions, Decisions(3, 1));
  };
}

// The same, and then it stops.
TEST(FailingVoters, AVoterMayBeHeldAndThenStop) {
  EXPLORE_WITH(.schedules_max = 150, .samples = 100, .polling_forbidden = true) {
    const std::size_t held = choose(3);
    const std::size_t at = choose(4);
    Stops stops(3, kNever);
    stops[held] = at;
    Record record(3, "voter");
    const GoesOn asked = stops_after(stops, record);
    const auto goes_on = [&](std::size_t voter, std::size_t round, std::size_t receiver) {
      if (voter == held && record.of[voter].size() == at) until_others_wait();
      return asked(voter, round, receiver);
    };
    const Decisions decisions = agree_despite_failures({3, 5, 1}, 1, goes_on);
    expect_right_questions(record);
    expect_right_decisions({3, 5, 1}, 1, record, decisions);
  };
}

// Counts arrivals, and lets those who wait for so many go on.
class Arrivals {
 public:
  void arrive() {
    std::lock_guard lock(mutex_);
    ++arrived_;
    more_.notify_all();
  }
  void wait_for(std::size_t n) {
    std::unique_lock lock(mutex_);
    more_.wait(lock, [&] { return arrived_ >= n; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable more_;
  std::size_t arrived_ = 0;
};

// Every voter waits before its first send of a round until all are there: if one of them held a
// lock meanwhile that another one needs, both would wait for ever.
TEST(FailingVoters, AVoterMayWaitForTheOthersBeforeItSends) {
  EXPLORE_WITH(.schedules_max = 150, .samples = 100) {
    std::array<Arrivals, 2> rounds;
    Record record(3, "voter");
    const GoesOn asked = stops_after({kNever, kNever, kNever}, record);
    const auto goes_on = [&](std::size_t voter, std::size_t round, std::size_t receiver) {
      if (record.of[voter].size() % 2 == 0) {
        rounds.at(round).arrive();
        rounds.at(round).wait_for(3);
      }
      return asked(voter, round, receiver);
    };
    EXPECT_EQ(agree_despite_failures({3, 5, 1}, 1, goes_on), Decisions(3, 1));
  };
}

// One voter waits in the middle of its sends until the others have sent all of theirs.
TEST(FailingVoters, TheOthersSendWhileOneIsHeld) {
  EXPLORE_WITH(.schedules_max = 150, .samples = 100) {
    const std::size_t held = choose(3);
    std::array<Arrivals, 2> rounds;
    Record record(3, "voter");
    const GoesOn asked = stops_after({kNever, kNever, kNever}, record);
    const auto goes_on = [&](std::size_t voter, std::size_t round, std::size_t receiver) {
      const bool in_the_middle = record.of[voter].size() % 2 == 1;
      if (voter != held && in_the_middle) rounds.at(round).arrive();
      if (voter == held && in_the_middle) rounds.at(round).wait_for(2);
      return asked(voter, round, receiver);
    };
    EXPECT_EQ(agree_despite_failures({3, 5, 1}, 1, goes_on), Decisions(3, 1));
  };
}

// Nobody is asked for a round before all who are left have been asked for all sends of the round
// before. One of them may stop.
TEST(FailingVoters, ARoundEndsWhenEverybodyWhoIsLeftHasFinishedIt) {
  EXPLORE_WITH(.schedules_max = 200, .samples = 200) {
    const Stops stops = choose_stops(3, 2, 1);
    std::mutex mutex;
    std::vector<std::size_t> asked(3);
    const auto goes_on = [&](std::size_t voter, std::size_t round, std::size_t) {
      std::lock_guard lock(mutex);
      for (std::size_t other = 0; other < 3; ++other) {
        const bool stopped = asked[other] > stops[other];
        EXPECT_TRUE(stopped || asked[other] >= 2 * round)
            << "voter " << voter << " sends in round " << round << ", before voter " << other
            << " has finished the round before";
      }
      return asked[voter]++ < stops[voter];
    };
    agree_despite_failures({3, 5, 1}, 1, goes_on);
  };
}

TEST(FailingVoters, EachVoterIsAThread) {
  EXPLORE_WITH(.schedules_max = 50, .samples = 50) {
    std::array<std::size_t, 3> threads{};
    const auto goes_on = [&](std::size_t voter, std::size_t, std::size_t) {
      until_others_wait();
      threads.at(voter) = interleave::threads_alive();
      return true;
    };
    agree_despite_failures({3, 5, 1}, 0, goes_on);
    const std::size_t most = *std::max_element(threads.begin(), threads.end());
    EXPECT_GE(most, 3u);
    EXPECT_LE(most, 7u) << "a voter has at most one helper";
  };
}

// ---- Several calls, and many voters: sampled. ----

TEST(FailingVoters, TwoCallsDoNotDisturbEachOther) {
  EXPLORE_WITH(.schedules_max = 200, .samples = 200) {
    Decisions left;
    Decisions right;
    const auto goes_on = [](auto, auto, auto) { return true; };
    together({"left",
              [&] {
                left = agree_despite_failures({1, 2}, 1, goes_on);
              }},
             {"right", [&] {
                right = agree_despite_failures({4, 3}, 0, goes_on);
              }});
    EXPECT_EQ(left, Decisions(2, 1));
    EXPECT_EQ(right, Decisions(2, 3));
  };
}

TEST(FailingVoters, ASecondCallKnowsNothingOfTheFirst) {
  EXPLORE_WITH(.schedules_max = 50, .samples = 50) {
    run_with_stops({1, 2, 3}, 1, {1, kNever, kNever});
    run_without_stops({5, 4}, 1);
  };
}

TEST(FailingVoters, FiveVotersOfWhichThreeStop) {
  EXPLORE_WITH(.schedules_max = 20, .samples = 60) {
    run_with_stops({6, 4, 2, 8, 1}, 3, choose_stops(5, 4, 3));
  };
}

TEST(FailingVoters, TenVotersOfWhichOneStops) {
  EXPLORE_WITH(.schedules_max = 5, .samples = 8) {
    run_with_stops({10, 4, 7, 3, 9, 8, 6, 2, 5, 1}, 1, choose_stops(10, 2, 1));
  };
}

}  // namespace
}  // namespace under_test
