// The second part of the tests of 1.6, in a file of its own: files are compiled at the same time.
#include <atomic>
#include <chrono>
#include <cstddef>
#include <thread>
#include <vector>

#include "6_acknowledged_test.hpp"
#include "stopwatch.hpp"

namespace under_test {
namespace {

// Each packet of the sender's is so long on its way.
Network<Packet>::Faults comes_after(std::chrono::nanoseconds delay) {
  return [delay](const Passage<Packet>& passage) {
    return Fate{.delay = passage.from == kSender ? delay : std::chrono::nanoseconds(0)};
  };
}

// Stops the receiver when the first packet comes. Expects that nothing is logged any more when
// stop() has returned, and ends the send.
void expect_rest_after_stop(Line& line) {
  std::this_thread::sleep_for(kRetryAfter / 2);
  line.receiver.stop();
  const std::size_t logged = line.log.size();
  std::this_thread::sleep_for(kRetryAfter / 4);
  EXPECT_EQ(line.log.size(), logged) << "the listener still writes to the log";
  line.sender.stop();
}

// ---- Together: every interleaving. ----

TEST(Acknowledged, ReceiverWaitsUntilAValueComes) {
  EXPLORE_LINK(.polling_forbidden = true) {
    Line line;
    std::atomic<bool> sent = false;
    const auto receive = [&] {
      EXPECT_EQ(line.receiver.receive(), 7);
      EXPECT_TRUE(sent);
    };
    const auto send = [&] {
      until_others_wait();
      sent = true;
      line.sender.send(7);
    };
    together({"receiver", receive}, {"sender", send});
  };
}

TEST(Acknowledged, ReceiverMayComeAtAnyTime) {
  EXPLORE_LINK() {
    Line line;
    together({"receiver", [&] { EXPECT_EQ(line.receiver.receive(), 7); }},
             {"sender", [&] { line.sender.send(7); }});
  };
}

TEST(Acknowledged, APacketMayBeThereBeforeTheReceiver) {
  EXPLORE_LINK() {
    Network<Packet> network(2);
    Journal log;
    ReliableSender sender(network.endpoint(kSender), kReceiver, log, kRetryAfter);
    const auto receive = [&] {
      ReliableReceiver receiver(network.endpoint(kReceiver), log);
      EXPECT_EQ(receiver.receive(), 7);
      until_others_wait();
    };
    together({"sender", [&] { sender.send(7); }}, {"receiver", receive});
  };
}

TEST(Acknowledged, EachOfTwoReceivingThreadsGetsAValue) {
  EXPLORE_LINK() {
    Line line;
    std::vector<int> received(2);
    const auto send = [&] {
      until_others_wait();
      line.sender.send(1);
      line.sender.send(2);
    };
    together({"first receiver", [&] { received[0] = line.receiver.receive(); }},
             {"second receiver", [&] { received[1] = line.receiver.receive(); }}, {"sender", send});
    EXPECT_EQ(sorted(received), (std::vector{1, 2}));
  };
}

// Who is told of a value may find it gone: another one came first.
TEST(Acknowledged, AReceiverMayComeFirstAndTakeWhatAnotherWasToldOf) {
  EXPLORE_LINK() {
    Line line;
    std::vector<int> received(2);
    const auto receive = [&] {
      std::this_thread::sleep_for(kRetryAfter);
      received[1] = line.receiver.receive();
    };
    const auto send = [&] {
      std::this_thread::sleep_for(kRetryAfter);
      line.sender.send(1);
      line.sender.send(2);
    };
    together({"receiver that waits", [&] { received[0] = line.receiver.receive(); }},
             {"receiver that comes", receive}, {"sender", send});
    EXPECT_EQ(sorted(received), (std::vector{1, 2}));
  };
}

TEST(Acknowledged, WakingWithoutReasonIsNotTheEnd) {
  EXPLORE_LINK(.spurious_wakeups_max = 1) {
    Line line;
    const auto send = [&] {
      until_others_wait();
      line.sender.send(7);
    };
    together({"receiver", [&] { EXPECT_EQ(line.receiver.receive(), 7); }}, {"sender", send});
  };
}

// ---- Several senders ----

TEST(Acknowledged, TwoThreadsMayUseOneSender) {
  EXPLORE_LINK() {
    Line line;
    together({"first sender", [&] { line.sender.send(1); }},
             {"second sender", [&] { line.sender.send(2); }});
    EXPECT_EQ(sorted(rest_of(line.receiver)), (std::vector{1, 2}));
    expect_logged(line.log, 1);
    expect_logged(line.log, 2);
    EXPECT_EQ(line.packets(), 2u) << "each was acknowledged in time";
  };
}

TEST(Acknowledged, TwoThreadsOnALinkThatLoses) {
  EXPLORE_LINK() {
    Line line(faults({.losses = 1}, {}));
    together({"first sender", [&] { line.sender.send(1); }},
             {"second sender", [&] { line.sender.send(2); }});
    EXPECT_EQ(sorted(rest_of(line.receiver)), (std::vector{1, 2}));
  };
}

// Where several values are under way at once, both threads sleep when the acknowledgements come.
TEST(Acknowledged, EachSendingThreadIsToldOfItsAcknowledgement) {
  EXPLORE_LINK() {
    Line line([](const Passage<Packet>& passage) -> Fate {
      if (passage.from == kSender) return {};
      return {.delay = kRetryAfter * passage.number / 4};
    });
    const Stopwatch watch;
    together({"first sender", [&] { line.sender.send(1); }},
             {"second sender", [&] { line.sender.send(2); }});
    EXPECT_LT(watch.time(), Elapsed(kRetryAfter)) << "somebody slept on";
    EXPECT_EQ(sorted(rest_of(line.receiver)), (std::vector{1, 2}));
  };
}

TEST(Acknowledged, AValueWithBadLuckMayComeAfterTwoOthers) {
  EXPLORE_LINK() {
    Line line(loses_the_first(1));
    const auto send_others = [&] {
      std::this_thread::sleep_for(kRetryAfter / 2);
      line.sender.send(2);
      line.sender.send(3);
    };
    together({"sender with bad luck", [&] { line.sender.send(1); }}, {"other sender", send_others});
    EXPECT_EQ(sorted(rest_of(line.receiver)), (std::vector{1, 2, 3}));
  };
}

TEST(Acknowledged, TwoNodesMaySendToOneReceiver) {
  EXPLORE_LINK() {
    Network<Packet> network(3);
    Journal log;
    ReliableReceiver receiver(network.endpoint(0), log);
    ReliableSender first(network.endpoint(1), 0, log, kRetryAfter);
    ReliableSender second(network.endpoint(2), 0, log, kRetryAfter);
    together({"first sender", [&] { first.send(1); }}, {"second sender", [&] { second.send(2); }});
    EXPECT_EQ(sorted(rest_of(receiver)), (std::vector{1, 2}));
  };
}

TEST(Acknowledged, ASenderThatIsCutOffHoldsUpNobodyElse) {
  EXPLORE_LINK() {
    Network<Packet> network(3);
    Journal log;
    ReliableReceiver receiver(network.endpoint(0), log);
    ReliableSender cut_off(network.endpoint(1), 0, log, kRetryAfter);
    ReliableSender other(network.endpoint(2), 0, log, kRetryAfter);
    network.cut(0, 1);
    const auto send = [&] {
      std::this_thread::sleep_for(kRetryAfter / 2);
      other.send(2);
      network.heal();
    };
    together({"sender that is cut off", [&] { cut_off.send(1); }}, {"other sender", send});
    EXPECT_EQ(rest_of(receiver), (std::vector{2, 1}));
  };
}

TEST(Acknowledged, TwoReceiversHaveNothingInCommon) {
  EXPLORE_LINK() {
    Line numbers;
    Line others;
    together({"sender of numbers", [&] { numbers.sender.send(1); }},
             {"sender of others", [&] { others.sender.send(2); }});
    numbers.expect_the_rest_to_be({1});
    others.expect_the_rest_to_be({2});
  };
}

// ---- A cut ----

TEST(Acknowledged, ARetryWaitsForItsTime) {
  EXPLORE_LINK() {
    Line line;
    line.network.cut_one_way(kSender, kReceiver);
    const auto heal = [&] {
      std::this_thread::sleep_for(kRetryAfter * 5 / 2);
      EXPECT_GE(line.packets(), 2u) << "a packet that is not acknowledged is sent again";
      EXPECT_LE(line.packets(), 3u) << "but not before retry_after has passed";
      line.network.heal();
    };
    together({"sender", [&] { line.sender.send(7); }}, {"healer", heal});
    EXPECT_EQ(line.receiver.receive(), 7);
  };
}

TEST(Acknowledged, TriesUntilALongCutIsOver) {
  EXPLORE_LINK() {
    Line line;
    line.network.cut(kSender, kReceiver);
    const auto heal = [&] {
      std::this_thread::sleep_for(kRetryAfter * 41 / 2);
      line.network.heal();
    };
    together({"sender", [&] { line.sender.send(7); }}, {"healer", heal});
    EXPECT_LE(line.packets(), 22u);
    line.expect_the_rest_to_be({7});
  };
}

// ---- The end ----

TEST(Acknowledged, StopLetsTheReceiverGo) {
  EXPLORE_LINK() {
    Line line;
    together({"receiver", [&] { EXPECT_TRUE(throws<Stopped>([&] { line.receiver.receive(); })); }},
             {"stopper", [&] { line.receiver.stop(); }});
  };
}

TEST(Acknowledged, StopLetsEveryReceivingThreadGo) {
  EXPLORE_LINK() {
    Line line;
    const auto receive = [&] { EXPECT_TRUE(throws<Stopped>([&] { line.receiver.receive(); })); };
    const auto stop = [&] {
      until_others_wait();
      line.receiver.stop();
    };
    together({"first receiver", receive}, {"second receiver", receive}, {"stopper", stop});
  };
}

TEST(Acknowledged, TwoThreadsMayStopTheReceiver) {
  EXPLORE_LINK() {
    Line line;
    together({"first stopper", [&] { line.receiver.stop(); }},
             {"second stopper", [&] { line.receiver.stop(); }});
    EXPECT_TRUE(throws<Stopped>([&] { line.receiver.receive(); }));
  };
}

TEST(Acknowledged, StopWithAMessageInFlightLosesNothingAcknowledged) {
  EXPLORE_LINK() {
    Line line;
    bool acknowledged = false;
    const auto send = [&] { acknowledged = !throws<Stopped>([&] { line.sender.send(7); }); };
    const auto stop = [&] {
      line.receiver.stop();
      line.sender.stop();
    };
    together({"sender", send}, {"stopper", stop});
    const std::vector<int> rest = rest_of(line.receiver);
    EXPECT_LE(rest.size(), 1u);
    if (acknowledged) {
      EXPECT_EQ(rest, std::vector{7}) << "it was acknowledged, and must not be lost";
    }
  };
}

TEST(Acknowledged, StopEndsASendAtOnceThatNobodyAnswers) {
  EXPLORE_LINK() {
    Line line;
    line.receiver.stop();
    const auto send = [&] {
      const Stopwatch watch;
      EXPECT_TRUE(throws<Stopped>([&] { line.sender.send(7); }));
      EXPECT_EQ(watch.time(), Elapsed(kRetryAfter * 5 / 2)) << "that is when it was stopped";
    };
    const auto stop = [&] {
      std::this_thread::sleep_for(kRetryAfter * 5 / 2);
      line.sender.stop();
    };
    together({"sender", send}, {"stopper", stop});
  };
}

TEST(Acknowledged, WhoReceivesWhileItIsStoppedMissesNothing) {
  EXPLORE_LINK() {
    Line line;
    bool acknowledged = false;
    std::vector<int> received;
    const auto send = [&] { acknowledged = !throws<Stopped>([&] { line.sender.send(7); }); };
    const auto receive = [&] {
      while (!throws<Stopped>([&] { received.push_back(line.receiver.receive()); })) continue;
    };
    const auto stop = [&] {
      line.receiver.stop();
      line.sender.stop();
    };
    together({"sender", send}, {"receiver", receive}, {"stopper", stop});
    EXPECT_LE(received.size(), 1u);
    if (acknowledged) {
      EXPECT_EQ(received, std::vector{7}) << "it was acknowledged, and must not be lost";
    }
  };
}

// The packet comes at the moment of the stop.
TEST(Acknowledged, WhenStopReturnsTheReceiverIsAtRest) {
  EXPLORE_LINK() {
    Line line(comes_after(kRetryAfter / 2));
    together({"sender", [&] { throws<Stopped>([&] { line.sender.send(7); }); }},
             {"stopper", [&] { expect_rest_after_stop(line); }});
  };
}

TEST(Acknowledged, WhenTheSecondStopReturnsTheReceiverIsAtRest) {
  EXPLORE_WITH(.schedules_max = 4'000, .samples = 300, .steps_max = 1'000) {
    Line line(comes_after(kRetryAfter / 2));
    const auto stop = [&] {
      std::this_thread::sleep_for(kRetryAfter / 2);
      line.receiver.stop();
    };
    together({"sender", [&] { throws<Stopped>([&] { line.sender.send(7); }); }},
             {"first stopper", stop}, {"second stopper", [&] { expect_rest_after_stop(line); }});
  };
}

}  // namespace
}  // namespace under_test
