#include "6_acknowledged_test.hpp"

#include <chrono>
#include <limits>
#include <vector>

#include "stopwatch.hpp"

namespace under_test {
namespace {

using namespace std::chrono_literals;

// ---- Alone: one thread that uses them, besides the receiver's own. ----

TEST(Acknowledged, OneValueArrives) {
  EXPLORE_LINK() {
    Line line;
    line.sender.send(7);
    EXPECT_EQ(line.receiver.receive(), 7);
  };
}

// The listener waits for the first packet, the sender for the answer.
TEST(Acknowledged, WhoWaitsForThePacketOrItsAnswerSleeps) {
  EXPLORE_LINK(.polling_forbidden = true) {
    Line line(NetworkSettings{.delay_min = kRetryAfter / 4, .delay_max = kRetryAfter / 4});
    until_others_wait();
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

TEST(Acknowledged, TheLeastAndTheGreatestNumberAreValues) {
  EXPLORE_LINK() {
    using Limits = std::numeric_limits<int>;
    Line line;
    line.sender.send(Limits::min());
    line.sender.send(Limits::max());
    line.expect_the_rest_to_be({Limits::min(), Limits::max()});
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

TEST(Acknowledged, AnOldAcknowledgementOfTheSameNumberDoesNotCount) {
  EXPLORE_LINK() {
    Line line(faults({.losses = 1}, {.copies = 1}));
    line.sender.send(7);
    line.sender.send(7);
    line.expect_the_rest_to_be({7, 7});
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

// Whenever an answer comes, another try is under way already.
TEST(Acknowledged, AnAnswerToAnEarlierTryCounts) {
  EXPLORE_LINK() {
    Line line(NetworkSettings{.delay_min = kLate, .delay_max = kLate});
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

TEST(Acknowledged, EachPacketThatArrivesIsAnsweredOnce) {
  EXPLORE_LINK() {
    Line line(faults({.late_copies = 1, .late = kLate}, {}));
    line.sender.send(1);
    line.sender.send(2);
    until_others_wait();
    EXPECT_EQ(line.answers(), line.network.traffic(kSender, kReceiver).delivered.messages);
  };
}

TEST(Acknowledged, SendReturnsAsSoonAsItIsAcknowledged) {
  EXPLORE_LINK() {
    Line line;
    const Stopwatch watch;
    line.sender.send(7);
    EXPECT_EQ(watch.time(), Elapsed(0ms)) << "it waited on, or slept";
  };
}

// The first acknowledgement comes again while the second packet is lost.
TEST(Acknowledged, AnOldAcknowledgementDoesNotHurryTheNextTry) {
  EXPLORE_LINK() {
    Line line([](const Passage<Packet>& passage) -> Fate {
      if (passage.from == kSender) return {.lost = passage.number == 2};
      return {.doubled = passage.number == 1, .second_delay = kRetryAfter / 2};
    });
    line.sender.send(1);
    const Stopwatch watch;
    line.sender.send(2);
    EXPECT_GE(watch.time(), Elapsed(kRetryAfter)) << "until then, no packet could arrive";
    line.expect_the_rest_to_be({1, 2});
  };
}

TEST(Acknowledged, TheTimeToTheNextTryIsNotCutToMilliseconds) {
  EXPLORE_LINK() {
    Line line(loses_the_first(1), 1500us);
    const Stopwatch watch;
    line.sender.send(7);
    EXPECT_GE(watch.time(), Elapsed(1500us)) << "it was sent again too early";
  };
}

// ---- Where they are ----

TEST(Acknowledged, BothMayBeAtAnyNode) {
  EXPLORE_LINK() {
    Network<Packet> network(12);
    Journal log;
    ReliableReceiver receiver(network.endpoint(7), log);
    ReliableSender sender(network.endpoint(11), 7, log, kRetryAfter);
    sender.send(7);
    EXPECT_EQ(rest_of(receiver), std::vector{7});
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

TEST(Acknowledged, StopClosesTheEndpoint) {
  EXPLORE_LINK() {
    Line line;
    line.sender.stop();
    EXPECT_TRUE(line.network.endpoint(kSender).closed());
    line.receiver.stop();
    EXPECT_TRUE(line.network.endpoint(kReceiver).closed());
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
}  // namespace under_test
