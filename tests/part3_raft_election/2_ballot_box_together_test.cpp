// Who waits, how long, and who is woken.
#include <atomic>
#include <functional>

#include "2_ballot_box_test.hpp"

namespace under_test {
namespace {

// ---- One waits. ----

TEST(BallotBox, TimesOutAtTheDeadlineNotBeforeAndNotAfter) {
  EXPLORE_WITH(.polling_forbidden = true) {
    BallotBox box(3, kTerm);
    for (const Elapsed time : {Elapsed(1ns), Elapsed(1500us), Elapsed(20ms), Elapsed(2h)}) {
      const Stopwatch stopwatch;
      EXPECT_EQ(outcome_within(box, time.time), "timed out");
      EXPECT_EQ(stopwatch.time(), time);
    }
  };
}

TEST(BallotBox, DeadlineThatIsOverIsNotWaitedFor) {
  EXPLORE_WITH(.polling_forbidden = true) {
    BallotBox box(3, kTerm);
    sleep_for(20ms);
    const Stopwatch stopwatch;
    EXPECT_EQ(outcome_within(box, -10ms), "timed out");
    record_all(box, "yy");
    EXPECT_EQ(outcome_within(box, -10ms), "won")
        << "it is decided, so the deadline does not matter";
    EXPECT_EQ(stopwatch.time(), Elapsed(0ms));
  };
}

// Someone waits while these replies come, one every 10 ms. Returns what it gets, and when.
struct Waited {
  std::string outcome;
  Elapsed time;
  bool operator==(const Waited&) const = default;
};
std::ostream& operator<<(std::ostream& out, const Waited& waited) {
  return out << waited.outcome << " after " << waited.time;
}
Waited waited_for(std::size_t cluster_size, const std::string& replies,
                  std::chrono::nanoseconds patience) {
  BallotBox box(cluster_size, kTerm);
  Waited waited{"", 0ms};
  const auto wait = [&] {
    const Stopwatch stopwatch;
    waited.outcome = outcome_within(box, patience);
    waited.time = stopwatch.time();
  };
  const auto reply = [&] {
    ServerId from = 0;
    for (const char letter : replies) {
      sleep_for(10ms);
      letter == 'a' ? box.abandon() : box.record(from++, kTerm, letter == 'y');
    }
  };
  together({"waits", wait}, {"replies", reply});
  return waited;
}

TEST(BallotBox, WakesAtTheReplyThatDecides) {
  EXPLORE_WITH(.polling_forbidden = true) {
    EXPECT_EQ(waited_for(5, "ynyyy", 1h), (Waited{"won", 40ms}));
  };
}

TEST(BallotBox, WakesAtTheRefusalThatDecides) {
  EXPLORE_WITH(.polling_forbidden = true) {
    EXPECT_EQ(waited_for(5, "ynnny", 1h), (Waited{"lost", 40ms}));
    EXPECT_EQ(waited_for(4, "ynny", 1h), (Waited{"lost", 30ms}));
  };
}

TEST(BallotBox, WakesWhenItIsAbandoned) {
  EXPLORE_WITH(.polling_forbidden = true) {
    EXPECT_EQ(waited_for(5, "ynayyy", 1h), (Waited{"abandoned", 30ms}));
  };
}

TEST(BallotBox, RepliesDoNotPutTheDeadlineOff) {
  EXPLORE_WITH(.polling_forbidden = true) {
    EXPECT_EQ(waited_for(7, "ynyn", 25ms), (Waited{"timed out", 25ms}));
    EXPECT_EQ(waited_for(7, "yn", 25ms), (Waited{"timed out", 25ms}));
  };
}

TEST(BallotBox, RepliesOfOthersAndOfOtherTermsWakeNobodyForGood) {
  EXPLORE_WITH(.polling_forbidden = true) {
    BallotBox box(3, kTerm);
    const auto wait = [&] {
      const Stopwatch stopwatch;
      EXPECT_EQ(outcome_within(box, 50ms), "won");
      EXPECT_EQ(stopwatch.time(), Elapsed(40ms));
    };
    const auto reply = [&] {
      box.record(0, kTerm, true);
      sleep_for(10ms);
      box.record(0, kTerm, true);
      sleep_for(10ms);
      box.record(1, kTerm - 1, true);
      sleep_for(20ms);
      box.record(1, kTerm, true);
    };
    together({"waits", wait}, {"replies", reply});
  };
}

// The time-out was the caller's, not the election's.
TEST(BallotBox, ElectionGoesOnAfterATimeOut) {
  EXPLORE_WITH(.polling_forbidden = true) {
    BallotBox box(3, kTerm);
    box.record(0, kTerm, true);
    EXPECT_EQ(outcome_within(box, 10ms), "timed out");
    EXPECT_EQ(outcome_within(box, 10ms), "timed out");
    box.record(1, kTerm, true);
    EXPECT_EQ(outcome_within(box, 10ms), "won");

    BallotBox other(3, kTerm);
    EXPECT_EQ(outcome_within(other, 10ms), "timed out");
    other.abandon();
    EXPECT_EQ(outcome_within(other, 10ms), "abandoned");
  };
}

TEST(BallotBox, ReplyAtTheDeadlineMayCountOrNot) {
  EXPLORE {
    const Waited waited = waited_for(1, "y", 10ms);
    EXPECT_TRUE(waited.outcome == "won" || waited.outcome == "timed out") << waited;
    EXPECT_EQ(waited.time, Elapsed(10ms));
  };
}

TEST(BallotBox, IsNotMovedByTheWallClock) {
  EXPLORE {
    BallotBox box(3, kTerm);
    const auto wait = [&] {
      const Stopwatch stopwatch;
      EXPECT_EQ(outcome_within(box, 1h), "timed out");
      EXPECT_EQ(stopwatch.time(), Elapsed(1h));
    };
    const auto move = [&] {
      const bool forward = choose(2) == 0;
      interleave::move_wall_clock(forward ? 10h : -10h);
    };
    together({"waits", wait}, {"moves the clock", move});
  };
}

TEST(BallotBox, WhoWakesWithoutReasonWaitsOn) {
  EXPLORE_WITH(.schedules_max = 400, .samples = 200, .spurious_wakeups_max = 2) {
    EXPECT_EQ(waited_for(3, "yy", 1h), (Waited{"won", 20ms}));
    EXPECT_EQ(waited_for(3, "y", 1h), (Waited{"timed out", 1h}));
  };
}

// ---- Several wait. ----

TEST(BallotBox, AllWhoWaitAreWoken) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 300, .polling_forbidden = true) {
    BallotBox box(3, kTerm);
    const auto wait = [&] { EXPECT_EQ(outcome_of(box), "won"); };
    const auto reply = [&] { record_all(box, "yy"); };
    together({"anna", wait}, {"ben", wait}, {"carl", wait}, {"replies", reply});
  };
}

TEST(BallotBox, AllWhoWaitHearThatItIsAbandoned) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 300, .polling_forbidden = true) {
    BallotBox box(3, kTerm);
    const auto wait = [&] { EXPECT_EQ(outcome_of(box), "abandoned"); };
    together({"anna", wait}, {"ben", wait}, {"gives up", [&] { box.abandon(); }});
  };
}

// One gives up at the very moment of the decision. The other must not be forgotten.
TEST(BallotBox, EachHasItsOwnDeadline) {
  EXPLORE_WITH(.schedules_max = 600, .samples = 300, .polling_forbidden = true) {
    BallotBox box(3, kTerm);
    const auto hurry = [&] {
      const Stopwatch stopwatch;
      EXPECT_EQ(outcome_within(box, 5ms), "timed out");
      EXPECT_EQ(stopwatch.time(), Elapsed(5ms));
    };
    const auto until_the_decision = [&] {
      const std::string outcome = outcome_within(box, 10ms);
      EXPECT_TRUE(outcome == "won" || outcome == "timed out") << outcome;
    };
    const auto wait = [&] {
      const Stopwatch stopwatch;
      EXPECT_EQ(outcome_within(box, 20ms), "won");
      EXPECT_EQ(stopwatch.time(), Elapsed(10ms));
    };
    const auto reply = [&] {
      sleep_for(10ms);
      record_all(box, "yy");
    };
    together({"in a hurry", hurry}, {"just in time", until_the_decision}, {"patient", wait},
             {"replies", reply});
  };
}

// ---- Several reply. ----

TEST(BallotBox, VotesThatComeAtOnceAreAllCounted) {
  EXPLORE_WITH(.schedules_max = 1'000, .samples = 500, .polling_forbidden = true) {
    BallotBox box(5, kTerm);
    const auto reply = [&](ServerId from) { box.record(from, kTerm, true); };
    together({"server 0", [&] { reply(0); }}, {"server 1", [&] { reply(1); }},
             {"server 2", [&] { reply(2); }});
    EXPECT_EQ(outcome_now(box), "won");
  };
}

TEST(BallotBox, CopiesThatComeAtOnceCountOnce) {
  EXPLORE_WITH(.schedules_max = 1'000, .samples = 500, .polling_forbidden = true) {
    BallotBox box(5, kTerm);
    box.record(0, kTerm, true);
    const auto reply = [&] { box.record(1, kTerm, true); };
    together({"copy", reply}, {"copy", reply}, {"copy", reply});
    EXPECT_EQ(outcome_now(box), "timed out") << "two servers of five";
    box.record(2, kTerm, true);
    EXPECT_EQ(outcome_now(box), "won");
  };
}

// Two votes, one of them decides; two who wait; one who gives up. All hear the same.
TEST(BallotBox, AllHearTheSame) {
  EXPLORE_WITH(.schedules_max = 1'000, .samples = 500, .polling_forbidden = true) {
    BallotBox box(3, kTerm);
    box.record(0, kTerm, true);
    std::string annas;
    std::string bens;
    together({"anna", [&] { annas = outcome_of(box); }}, {"ben", [&] { bens = outcome_of(box); }},
             {"server 1", [&] { box.record(1, kTerm, true); }},
             {"gives up", [&] { box.abandon(); }});
    EXPECT_EQ(annas, bens);
    EXPECT_EQ(annas, outcome_now(box));
    EXPECT_NE(annas, "timed out");
  };
}

// Nobody has to wait for those who wait.
TEST(BallotBox, RecordingAndAbandoningTakeNoTime) {
  EXPLORE_WITH(.polling_forbidden = true) {
    BallotBox box(3, kTerm);
    const auto wait = [&] { outcome_within(box, 100ms); };
    const auto reply = [&] {
      sleep_for(10ms);
      const Stopwatch stopwatch;
      box.record(0, kTerm, true);
      choose(2) == 0 ? box.record(1, kTerm, true) : box.abandon();
      EXPECT_EQ(stopwatch.time(), Elapsed(0ms));
    };
    together({"waits", wait}, {"replies", reply});
  };
}

}  // namespace
}  // namespace under_test
