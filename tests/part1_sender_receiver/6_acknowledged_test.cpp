#include "6_acknowledged_test.hpp"

#include <vector>

namespace {

// ---- Alone: one thread that uses them, besides the receiver's own. ----

TEST(Acknowledged, OneValueArrives) {
  EXPLORE_LINK() {
    Line line;
    line.sender.send(7);
    EXPECT_EQ(line.receiver.receive(), 7);
  };
}

TEST(Acknowledged, ValuesArriveInTheirOrder) {
  EXPLORE_LINK() {
    Line line;
    for (int value : {1, 2, 3}) line.sender.send(value);
    line.expect_the_rest_to_be({1, 2, 3});
  };
}

TEST(Acknowledged, EveryNumberIsAValueAndTheSameTwiceIsTwo) {
  EXPLORE_LINK() {
    Line line;
    for (int value : {0, -1, -1}) line.sender.send(value);
    line.expect_the_rest_to_be({0, -1, -1});
  };
}

TEST(Acknowledged, BothEndsAreLoggedWhenSendReturns) {
  EXPLORE_LINK() {
    Line line;
    line.sender.send(7);
    expect_logged(line.log, 7);
    line.sender.send(8);
    expect_logged(line.log, 8);
  };
}

// ---- Faults: each that the budget allows is tried, at each packet. ----

TEST(Acknowledged, ALostPacketIsSentAgain) {
  EXPLORE_LINK() {
    Line line(faults({.losses = 1}, {}));
    line.sender.send(1);
    line.sender.send(2);
    line.expect_the_rest_to_be({1, 2});
  };
}

TEST(Acknowledged, ALostAcknowledgementIsSentAgain) {
  EXPLORE_LINK() {
    Line line(faults({}, {.losses = 1}));
    line.sender.send(1);
    line.sender.send(2);
    line.expect_the_rest_to_be({1, 2});
    expect_logged(line.log, 1);
    expect_logged(line.log, 2);
  };
}

TEST(Acknowledged, ADoubledPacketIsHandedOutOnce) {
  EXPLORE_LINK() {
    Line line(faults({.copies = 1}, {}));
    line.sender.send(1);
    line.sender.send(2);
    line.expect_the_rest_to_be({1, 2});
  };
}

TEST(Acknowledged, ACopyThatComesLateIsHandedOutOnce) {
  EXPLORE_LINK() {
    Line line(faults({.late_copies = 1, .late = kLate}, {}));
    line.sender.send(1);
    line.sender.send(2);
    until_others_wait();
    line.expect_the_rest_to_be({1, 2});
  };
}

TEST(Acknowledged, APacketThatComesAfterItsRetryIsHandedOutOnce) {
  EXPLORE_LINK() {
    Line line(faults({.delays = 1, .late = kLate}, {}));
    line.sender.send(1);
    line.sender.send(2);
    until_others_wait();
    line.expect_the_rest_to_be({1, 2});
  };
}

// A second copy of the first acknowledgement waits in the sender's inbox while the second packet
// is lost.
TEST(Acknowledged, AnAcknowledgementCountsForItsOwnValueOnly) {
  EXPLORE_LINK() {
    Line line(faults({.losses = 1}, {.copies = 1}));
    line.sender.send(1);
    line.sender.send(2);
    line.expect_the_rest_to_be({1, 2});
  };
}

TEST(Acknowledged, ALateAcknowledgementDoesNoHarm) {
  EXPLORE_LINK() {
    Line line(faults({}, {.delays = 1, .late = kLate}));
    line.sender.send(1);
    line.sender.send(2);
    line.expect_the_rest_to_be({1, 2});
  };
}

TEST(Acknowledged, SurvivesTwoLosses) {
  EXPLORE_LINK() {
    Line line(ChosenFaults({.losses = 2}));
    line.sender.send(7);
    expect_logged(line.log, 7);
    line.expect_the_rest_to_be({7});
  };
}

TEST(Acknowledged, SurvivesTwoFaultsEachWay) {
  EXPLORE_LINK() {
    const FaultBudget budget{.losses = 1, .late_copies = 1, .late = kLate};
    Line line(faults(budget, budget));
    line.sender.send(7);
    until_others_wait();
    line.expect_the_rest_to_be({7});
  };
}

TEST(Acknowledged, SurvivesABadLink) {
  EXPLORE_LINK() {
    const std::size_t seed = 1 + choose(16);
    Line line(NetworkSettings{.delay_max = kRetryAfter,
                              .loss = 0.3,
                              .duplication = 0.3,
                              .overtaking = 0.3,
                              .seed = seed});
    for (int value : {1, 2, 3}) line.sender.send(value);
    until_others_wait();
    line.expect_the_rest_to_be({1, 2, 3});
  };
}

// ---- How much goes over the link ----

TEST(Acknowledged, NothingIsSentTwiceWithoutNeed) {
  EXPLORE_LINK() {
    Line line;
    line.sender.send(1);
    line.sender.send(2);
    until_others_wait();
    EXPECT_EQ(line.packets(), 2u);
    EXPECT_EQ(line.answers(), 2u);
  };
}

TEST(Acknowledged, SendReturnsAsSoonAsItIsAcknowledged) {
  EXPLORE_LINK() {
    Line line;
    const auto start = std::chrono::steady_clock::now();
    line.sender.send(7);
    EXPECT_EQ(std::chrono::steady_clock::now(), start) << "it waited on, or slept";
  };
}

// ---- The end ----

TEST(Acknowledged, AfterStopWhatWasAcknowledgedIsHandedOut) {
  EXPLORE_LINK() {
    Line line;
    line.sender.send(1);
    line.sender.send(2);
    line.receiver.stop();
    EXPECT_EQ(line.receiver.receive(), 1);
    EXPECT_EQ(line.receiver.receive(), 2);
    EXPECT_TRUE(throws<Stopped>([&] { line.receiver.receive(); }));
    EXPECT_TRUE(throws<Stopped>([&] { line.receiver.receive(); }));
  };
}

TEST(Acknowledged, StoppingTwiceIsStoppingOnce) {
  EXPLORE_LINK() {
    Line line;
    line.receiver.stop();
    line.receiver.stop();
    line.sender.stop();
    line.sender.stop();
  };
}

TEST(Acknowledged, AStoppedSenderSendsNothing) {
  EXPLORE_LINK() {
    Line line;
    line.sender.stop();
    EXPECT_TRUE(throws<Stopped>([&] { line.sender.send(7); }));
    EXPECT_TRUE(throws<Stopped>([&] { line.sender.send(7); }));
    line.expect_the_rest_to_be({});
  };
}

}  // namespace
