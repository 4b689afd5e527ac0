// The faults of the simulated network: loss, copies, order, cuts; seeds and counters.
#include <stdexcept>

#include "provided/network_test.hpp"

namespace under_test {
namespace {

using Outcomes = std::set<std::string>;

// Sends "a" and "b" from node 1 to node 0, and returns what arrives.
std::string two_messages(const FaultBudget& budget) {
  Texts network(2, {}, ChosenFaults(budget));
  network.endpoint(1).send(0, "a");
  network.endpoint(1).send(0, "b");
  std::string received = all_received(network, 0);
  expect_nothing_unaccounted(network);
  return received;
}

// ---- Each fault within a budget, enumerated ----

TEST(NetworkFaults, NoBudgetNoFaults) {
  EXPECT_EQ(outcomes_of([] { return two_messages({}); }), Outcomes{"a b"});
}

TEST(NetworkFaults, OneLoss) {
  EXPECT_EQ(outcomes_of([] { return two_messages({.losses = 1}); }), (Outcomes{"a b", "a", "b"}));
}

TEST(NetworkFaults, OneDuplicate) {
  EXPECT_EQ(outcomes_of([] { return two_messages({.copies = 1}); }),
            (Outcomes{"a b", "a a b", "a b b"}));
}

TEST(NetworkFaults, OneLateDuplicate) {
  EXPECT_EQ(outcomes_of([] { return two_messages({.late_copies = 1, .late = 10ms}); }),
            (Outcomes{"a b", "a b a", "a b b"}));
}

TEST(NetworkFaults, OneDelay) {
  EXPECT_EQ(outcomes_of([] { return two_messages({.delays = 1, .late = 10ms}); }),
            (Outcomes{"a b", "b a"}));
}

TEST(NetworkFaults, OneOvertaking) {
  EXPECT_EQ(outcomes_of([] { return two_messages({.overtakings = 1}); }), (Outcomes{"a b", "b a"}));
}

TEST(NetworkFaults, TwoOfTwoKindsOrOneInAll) {
  EXPECT_EQ(outcomes_of([] { return two_messages({.losses = 1, .copies = 1}); }),
            (Outcomes{"a b", "a", "b", "a a b", "a b b", "a a", "b b"}));
  EXPECT_EQ(outcomes_of([] { return two_messages({.losses = 1, .copies = 1, .in_all = 1}); }),
            (Outcomes{"a b", "a", "b", "a a b", "a b b"}));
}

TEST(NetworkFaults, OneBudgetForTwoSenders) {
  EXPECT_EQ(outcomes_of([] {
              Network<int> network(2, {}, ChosenFaults({.losses = 1}));
              together({"first", [&] { network.endpoint(0).send(1, 7); }},
                       {"second", [&] { network.endpoint(1).send(0, 7); }});
              return std::to_string(network.traffic(0, 1).waiting.messages) +
                     std::to_string(network.traffic(1, 0).waiting.messages);
            }),
            (Outcomes{"11", "01", "10"}));
}

TEST(NetworkFaults, ACopyThatFindsNoRoomIsRefused) {
  EXPLORE {
    const auto always = [](const Passage<std::string>&) { return Fate{.doubled = true}; };
    Texts network(2, {.inbox_capacity = 1, .when_full = WhenFull::kWait}, always);
    network.endpoint(1).send(0, "a");
    EXPECT_EQ(network.traffic(1, 0).refused.messages, 1u);
    EXPECT_EQ(all_received(network, 0), "a");
    expect_nothing_unaccounted(network);
  };
}

TEST(NetworkFaults, FatesCanDependOnTheMessage) {
  EXPLORE {
    const auto lose_b = [](const Passage<std::string>& passage) {
      return Fate{.lost = passage.message == "b" && passage.from == 1 && passage.to == 0};
    };
    Texts network(2, {}, lose_b);
    for (const char* message : {"a", "b", "c"}) network.endpoint(1).send(0, message);
    EXPECT_EQ(all_received(network, 0), "a c");
  };
}

// ---- Faults drawn from a seed ----

// What arrives of 26 letters.
std::string alphabet_under(const NetworkSettings& settings) {
  Texts network(3, settings);
  for (char letter = 'a'; letter <= 'z'; ++letter) {
    network.endpoint(1).send(0, std::string(1, letter));
    network.endpoint(2).send(0, std::string(1, static_cast<char>(letter - 'a' + 'A')));
  }
  std::string received = all_received(network, 0);
  expect_nothing_unaccounted(network);
  return received;
}

TEST(NetworkFaults, TheSameSeedGivesTheSameFates) {
  EXPLORE {
    NetworkSettings settings{.inbox_capacity = 200,
                             .delay_max = 10ms,
                             .loss = 0.2,
                             .duplication = 0.2,
                             .overtaking = 0.1,
                             .seed = 7};
    const std::string first = alphabet_under(settings);
    EXPECT_EQ(alphabet_under(settings), first);
    settings.seed = 8;
    EXPECT_NE(alphabet_under(settings), first);
  };
}

// These very letters, on every machine and with every compiler.
TEST(NetworkFaults, TheSameFatesOnEveryMachine) {
  EXPLORE {
    EXPECT_EQ(alphabet_under({.loss = 0.8, .seed = 1}), "a b C H I J l N Q U x Y Z");
    EXPECT_EQ(alphabet_under({.delay_max = 10ms, .loss = 0.8, .seed = 2}),
              "z u h n q L i c A X j y B");
  };
}

TEST(NetworkFaults, FaultsComeAsOftenAsTheSettingsSay) {
  constexpr int kMessages = 500;
  EXPLORE {
    Network<int> network(2, {.inbox_capacity = 2 * kMessages,
                             .delay_min = 5ms,
                             .delay_max = 10ms,
                             .loss = 0.25,
                             .duplication = 0.1});
    for (int i = 0; i < kMessages; ++i) network.endpoint(1).send(0, i);
    const Traffic traffic = network.traffic(1, 0);
    EXPECT_EQ(traffic.sent.messages, kMessages + 0u);
    EXPECT_NEAR(static_cast<double>(traffic.lost.messages), 0.25 * kMessages, 25);
    EXPECT_NEAR(static_cast<double>(traffic.duplicated.messages), 0.1 * 0.75 * kMessages, 15);
    EXPECT_FALSE(network.endpoint(0).receive_for(4ms).has_value());
    EXPECT_TRUE(network.endpoint(0).receive_for(2ms).has_value());
  };
}

// ---- Cuts ----

TEST(NetworkFaults, ACutLosesWhatIsSentBothWays) {
  EXPLORE {
    Texts network(3);
    network.endpoint(1).send(0, "on its way");
    network.cut(0, 1);
    network.endpoint(1).send(0, "x");
    network.endpoint(0).send(1, "x");
    network.endpoint(2).send(0, "from elsewhere");
    EXPECT_EQ(all_received(network, 0), "on its way from elsewhere");
    EXPECT_EQ(all_received(network, 1), "");
    network.heal(0, 1);
    network.endpoint(1).send(0, "healed");
    EXPECT_EQ(all_received(network, 0), "healed");
    EXPECT_EQ(network.traffic(1, 0).lost.messages, 1u);
    expect_nothing_unaccounted(network);
  };
}

TEST(NetworkFaults, ACutOneWayLeavesTheWayBack) {
  EXPLORE {
    Texts network(2);
    network.cut_one_way(0, 1);
    network.endpoint(0).send(1, "there");
    network.endpoint(1).send(0, "back");
    EXPECT_EQ(all_received(network, 1), "");
    EXPECT_EQ(all_received(network, 0), "back");
    network.heal_one_way(0, 1);
    network.endpoint(0).send(1, "there");
    EXPECT_EQ(all_received(network, 1), "there");
  };
}

TEST(NetworkFaults, AnIsolatedNodeHearsOnlyItself) {
  EXPLORE {
    Texts network(3);
    network.isolate(1);
    for (NodeId from = 0; from < 3; ++from) {
      for (NodeId to = 0; to < 3; ++to) network.endpoint(from).send(to, std::to_string(from));
    }
    EXPECT_EQ(all_received(network, 0), "0 2");
    EXPECT_EQ(all_received(network, 1), "1");
    EXPECT_EQ(all_received(network, 2), "0 2");
    network.heal();
    network.endpoint(1).send(2, "1");
    EXPECT_EQ(all_received(network, 2), "1");
  };
}

TEST(NetworkFaults, AFlappingLinkIsUpAndDownInTurns) {
  EXPLORE {
    Texts network(2);
    network.flap(0, 1, 20ms, 10ms);
    for (int i = 0; i < 8; ++i) {  // At 0, 10, 20, ... ms.
      network.endpoint(0).send(1, std::to_string(i));
      network.endpoint(1).send(0, std::to_string(i));
      std::this_thread::sleep_for(10ms);
    }
    EXPECT_EQ(all_received(network, 0), "0 1 3 4 6 7");
    EXPECT_EQ(all_received(network, 1), "0 1 3 4 6 7");
    network.flap(0, 1, 1h, 1s);
    network.heal(0, 1);
  };
}

TEST(NetworkFaults, ASenderThatWaitsForRoomGoesOnWhenItsLinkIsCut) {
  EXPLORE {
    Texts network(2, {.inbox_capacity = 1, .when_full = WhenFull::kWait});
    network.endpoint(1).send(0, "a");
    const auto cut = [&] {
      until_others_wait();
      network.cut_one_way(1, 0);
    };
    together({"sender", [&] { network.endpoint(1).send(0, "b"); }}, {"cutter", cut});
    EXPECT_EQ(all_received(network, 0), "a");
    expect_nothing_unaccounted(network);
  };
}

TEST(NetworkFaults, CutsMayComeAtAnyTime) {
  EXPECT_EQ(outcomes_of([] {
              Texts network(2);
              std::string received;
              const auto send = [&] {
                network.endpoint(1).send(0, "a");
                network.endpoint(1).send(0, "b");
              };
              const auto disturb = [&] {
                network.cut_one_way(1, 0);
                network.heal_one_way(1, 0);
              };
              together({"sender", send}, {"disturber", disturb});
              return all_received(network, 0);
            }),
            (Outcomes{"a b", "a", "b", ""}));
}

// ---- Counters ----

TEST(NetworkFaults, BytesAreCounted) {
  EXPLORE {
    Texts network(2, {}, ChosenFaults({.losses = 1, .copies = 1}));
    network.endpoint(1).send(0, "four");
    network.endpoint(1).send(0, "fiver");
    const Traffic traffic = network.traffic(1, 0);
    EXPECT_EQ(traffic.sent, (Traffic::Count{2, 9}));
    EXPECT_EQ(traffic.waiting.bytes, 9 + traffic.duplicated.bytes - traffic.lost.bytes);
    EXPECT_EQ(network.traffic(), traffic);

    Network<std::int64_t> numbers(2);
    numbers.endpoint(0).send(1, 7);
    EXPECT_EQ(numbers.traffic(0, 1).sent, (Traffic::Count{1, 8}));
  };
}

TEST(NetworkFaults, NothingIsUnaccountedWhateverThreadsDo) {
  EXPLORE {
    Texts network(2, {.inbox_capacity = 1}, ChosenFaults({.losses = 1, .copies = 1}));
    const auto send = [&] {
      network.endpoint(1).send(0, "a");
      network.endpoint(1).send(0, "b");
    };
    const auto watch = [&] { expect_nothing_unaccounted(network); };
    together({"sender", send}, {"receiver", [&] { network.endpoint(0).try_receive(); }},
             {"watcher", watch});
    watch();
  };
}

}  // namespace
}  // namespace under_test
