// The simulated network without faults: sending, receiving, waiting, room, delays, the end.
#include "provided/network_test.hpp"

#include <stdexcept>

namespace under_test {
namespace {

using Clock = std::chrono::steady_clock;

// ---- Sending and receiving ----

TEST(Network, WhatIsSentArrivesWithItsSender) {
  EXPLORE {
    Texts network(3);
    network.endpoint(2).send(0, "hello");
    const auto delivery = network.endpoint(0).receive();
    EXPECT_EQ(delivery->from, 2u);
    EXPECT_EQ(delivery->message, "hello");
    EXPECT_FALSE(network.endpoint(1).try_receive().has_value());
    EXPECT_FALSE(network.endpoint(0).try_receive().has_value());
  };
}

TEST(Network, ANodeMaySendToItself) {
  EXPLORE {
    Texts network(1);
    network.endpoint(0).send(0, "note");
    EXPECT_EQ(network.endpoint(0).receive()->message, "note");
  };
}

TEST(Network, KeepsTheOrderWithoutDelays) {
  EXPLORE {
    Texts network(3);
    network.endpoint(1).send(0, "a");
    network.endpoint(2).send(0, "b");
    network.endpoint(1).send(0, "c");
    EXPECT_EQ(all_received(network, 0), "a b c");
  };
}

TEST(Network, UnknownNodesAndSenselessSettingsAreRefused) {
  EXPLORE {
    Texts network(2);
    EXPECT_TRUE(throws<std::out_of_range>([&] { network.endpoint(2); }));
    EXPECT_TRUE(throws<std::out_of_range>([&] { network.endpoint(0).send(2, "x"); }));
    EXPECT_TRUE(throws<std::out_of_range>([&] { network.cut(0, 2); }));
    EXPECT_TRUE(throws<std::invalid_argument>([&] { network.flap(0, 1, 0s, 1s); }));
    const auto refuses = [](const NetworkSettings& settings) {
      return throws<std::invalid_argument>([&] { Texts refused(2, settings); });
    };
    EXPECT_TRUE(refuses({.inbox_capacity = 0}));
    EXPECT_TRUE(refuses({.delay_min = 2ms, .delay_max = 1ms}));
    EXPECT_TRUE(refuses({.delay_min = -1ms, .delay_max = 1ms}));
    EXPECT_TRUE(refuses({.loss = 1.5}));
    EXPECT_TRUE(refuses({.duplication = -0.5}));
  };
}

TEST(Network, ReceiverSleepsUntilAMessageComes) {
  EXPLORE_WITH(.polling_forbidden = true) {
    Texts network(2);
    const auto send = [&] {
      until_others_wait();
      network.endpoint(1).send(0, "late");
    };
    together({"receiver", [&] { EXPECT_EQ(network.endpoint(0).receive()->message, "late"); }},
             {"sender", send});
  };
}

TEST(Network, TwoReceiversAtOneInboxGetAMessageEach) {
  EXPLORE {
    Texts network(2);
    const auto receive = [&] { EXPECT_TRUE(network.endpoint(0).receive().has_value()); };
    const auto send = [&] {
      network.endpoint(1).send(0, "a");
      network.endpoint(1).send(0, "b");
    };
    together({"first", receive}, {"second", receive}, {"sender", send});
  };
}

TEST(Network, OneMessageIsReceivedOnce) {
  EXPLORE {
    Texts network(2);
    std::vector<int> got(2);
    network.endpoint(1).send(0, "only");
    together({"first", [&] { got[0] = network.endpoint(0).try_receive().has_value(); }},
             {"second", [&] { got[1] = network.endpoint(0).try_receive().has_value(); }});
    EXPECT_EQ(sorted(got), (std::vector{0, 1}));
  };
}

// A message costs a lock on each side, and no schedules but those that somebody could tell apart:
// at each message the receiver was there first, or it was not.
TEST(Network, FewSchedulesForAMessage) {
  const auto schedules = [](int messages) {
    const auto body = [messages] {
      Network<int> network(2);
      const auto send = [&] {
        for (int i = 0; i < messages; ++i) network.endpoint(1).send(0, i);
      };
      const auto receive = [&] {
        for (int i = 0; i < messages; ++i) network.endpoint(0).receive();
      };
      together({"sender", send}, {"receiver", receive});
    };
    return interleave::explore(body, {.strategy = interleave::Strategy::kExhaustive}).schedules;
  };
  EXPECT_EQ(schedules(1), 2u);
  EXPECT_EQ(schedules(2), 6u);
}

TEST(Network, FewSchedulesForTwoNodesThatSendToEachOther) {
  const auto body = [] {
    Network<int> network(2);
    const auto exchange = [&](NodeId self) {
      network.endpoint(self).send(1 - self, 7);
      network.endpoint(self).receive();
    };
    together({"first", [&] { exchange(0); }}, {"second", [&] { exchange(1); }});
  };
  EXPECT_EQ(interleave::explore(body, {.strategy = interleave::Strategy::kExhaustive}).schedules,
            3u);
}

// ---- Time ----

TEST(Network, ReceiveForGivesUpAtItsDeadlineAndNotBefore) {
  EXPLORE {
    Texts network(1);
    const auto start = Clock::now();
    EXPECT_FALSE(network.endpoint(0).receive_for(50ms).has_value());
    EXPECT_EQ(Clock::now() - start, 50ms);
    EXPECT_FALSE(network.endpoint(0).receive_for(-1s).has_value());
    EXPECT_FALSE(network.endpoint(0).receive_until(start).has_value());
    EXPECT_EQ(Clock::now() - start, 50ms);
  };
}

TEST(Network, TheLongestDurationIsForEver) {
  EXPLORE {
    Texts network(2);
    const auto receive = [&] {
      EXPECT_TRUE(network.endpoint(0).receive_for(std::chrono::hours::max()).has_value());
    };
    const auto send = [&] {
      until_others_wait();
      network.endpoint(1).send(0, "late");
    };
    together({"receiver", receive}, {"sender", send});
  };
}

TEST(Network, AMessageCanBeReceivedWhenItsDelayIsOver) {
  EXPLORE {
    Texts network(2, {.delay_min = 30ms, .delay_max = 30ms});
    const auto start = Clock::now();
    network.endpoint(1).send(0, "slow");
    EXPECT_FALSE(network.endpoint(0).try_receive().has_value());
    EXPECT_FALSE(network.endpoint(0).receive_for(29ms).has_value());
    EXPECT_TRUE(network.endpoint(0).receive_for(1ms).has_value()) << "in time is in time";
    EXPECT_EQ(Clock::now() - start, 30ms);
  };
}

TEST(Network, AQuickerMessageArrivesFirst) {
  EXPLORE {
    const auto slow_first = [](const Passage<std::string>& passage) {
      return Fate{.delay = passage.number == 1 ? 30ms : 10ms};
    };
    Texts network(2, {}, slow_first);
    const auto start = Clock::now();
    const auto receive = [&] {
      EXPECT_EQ(network.endpoint(0).receive()->message, "quick");
      EXPECT_EQ(Clock::now() - start, 10ms);
      EXPECT_EQ(network.endpoint(0).receive()->message, "slow");
      EXPECT_EQ(Clock::now() - start, 30ms);
    };
    const auto send = [&] {
      network.endpoint(1).send(0, "slow");
      network.endpoint(1).send(0, "quick");
    };
    together({"receiver", receive}, {"sender", send});
  };
}

// ---- Room ----

TEST(Network, AFullInboxRefusesByDefault) {
  EXPLORE {
    Texts network(2, {.inbox_capacity = 2});
    for (const char* message : {"a", "b", "c"}) network.endpoint(1).send(0, message);
    EXPECT_EQ(network.traffic(1, 0).refused.messages, 1u);
    EXPECT_EQ(all_received(network, 0), "a b");
    network.endpoint(1).send(0, "d");
    EXPECT_EQ(all_received(network, 0), "d");
    expect_nothing_unaccounted(network);
  };
}

TEST(Network, ASenderMayWaitForRoom) {
  EXPLORE_WITH(.polling_forbidden = true) {
    Texts network(2, {.inbox_capacity = 1, .when_full = WhenFull::kWait});
    const auto send = [&] {
      for (const char* message : {"a", "b", "c"}) network.endpoint(1).send(0, message);
    };
    const auto receive = [&] {
      until_others_wait();
      EXPECT_EQ(network.traffic(1, 0).sent.messages, 1u);
      EXPECT_EQ(all_received(network, 0), "a b c");
    };
    together({"sender", send}, {"receiver", receive});
    expect_nothing_unaccounted(network);
  };
}

TEST(Network, TwoSendersWaitForOnePlace) {
  EXPLORE {
    Network<int> network(3, {.inbox_capacity = 1, .when_full = WhenFull::kWait});
    std::vector<int> received(2);
    const auto receive = [&] {
      for (int& message : received) message = network.endpoint(0).receive()->message;
    };
    together({"first", [&] { network.endpoint(1).send(0, 1); }},
             {"second", [&] { network.endpoint(2).send(0, 2); }}, {"receiver", receive});
    EXPECT_EQ(sorted(received), (std::vector{1, 2}));
  };
}

// ---- The end, and a new beginning ----

TEST(Network, CloseWakesWhoReceives) {
  EXPLORE {
    Texts network(2);
    const auto receive = [&] { EXPECT_FALSE(network.endpoint(0).receive().has_value()); };
    const auto receive_for_an_hour = [&] {
      const auto start = Clock::now();
      EXPECT_FALSE(network.endpoint(0).receive_for(1h).has_value());
      EXPECT_EQ(Clock::now(), start);
    };
    together({"for ever", receive}, {"for an hour", receive_for_an_hour},
             {"closer", [&] { network.endpoint(0).close(); }});
    EXPECT_TRUE(network.endpoint(0).closed());
  };
}

TEST(Network, CloseWakesWhoWaitsForRoom) {
  EXPLORE {
    const std::size_t closed = interleave::choose(2);
    Texts network(2, {.inbox_capacity = 1, .when_full = WhenFull::kWait});
    network.endpoint(1).send(0, "a");
    together({"sender", [&] { network.endpoint(1).send(0, "b"); }},
             {"closer", [&] { network.endpoint(closed).close(); }});
    expect_nothing_unaccounted(network);
  };
}

TEST(Network, AClosedEndpointSendsNothingAndReceivesNothing) {
  EXPLORE {
    Texts network(2);
    network.endpoint(1).send(0, "before");
    network.endpoint(0).close();
    network.endpoint(0).close();
    network.endpoint(0).send(1, "from the grave");
    network.endpoint(1).send(0, "to the grave");
    EXPECT_FALSE(network.endpoint(0).receive().has_value());
    EXPECT_FALSE(network.endpoint(1).try_receive().has_value());
    EXPECT_EQ(network.traffic(1, 0).lost.messages, 2u);
    EXPECT_EQ(network.traffic(0, 1), Traffic{});
    expect_nothing_unaccounted(network);
  };
}

TEST(Network, AnOpenedEndpointStartsEmpty) {
  EXPLORE {
    Texts network(2, {.delay_min = 10ms, .delay_max = 10ms});
    network.endpoint(1).send(0, "old");
    network.endpoint(0).close();
    network.endpoint(0).open();
    network.endpoint(1).send(0, "new");
    network.endpoint(0).send(1, "back");
    EXPECT_EQ(all_received(network, 0), "new");
    EXPECT_EQ(all_received(network, 1), "back");
  };
}

TEST(Network, CloseOfAllWakesEverybody) {
  EXPLORE {
    Texts network(2);
    const auto receive = [&](NodeId node) {
      EXPECT_FALSE(network.endpoint(node).receive().has_value());
    };
    together({"first", [&] { receive(0); }}, {"second", [&] { receive(1); }},
             {"closer", [&] { network.close(); }});
  };
}

}  // namespace
}  // namespace under_test
