// What the tests of 1.6 share.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "acknowledged.hpp"
#include "chosen_faults.hpp"
#include "provided/journal.hpp"
#include "provided/network.hpp"
#include "workbook_test.hpp"

namespace under_test {

// EXPLORE_WITH, for programs with a link: each packet multiplies what can come before what, so the
// budget is smaller, and a sender that nobody answers is found to go on for ever earlier.
#define EXPLORE_LINK(...)                              \
  EXPLORE_WITH(.schedules_max = 600, .samples = 200, \
               __VA_OPT__(__VA_ARGS__, ).steps_max = 1'000, .steps_in_all_max = 120'000)

inline constexpr std::chrono::milliseconds kRetryAfter(100);

// Late enough for the sender to have tried once more.
inline constexpr std::chrono::milliseconds kLate(150);

inline constexpr NodeId kReceiver = 0;
inline constexpr NodeId kSender = 1;

// Faults of their own for what the sender sends, and for what the receiver sends.
inline Network<Packet>::Faults faults(const FaultBudget& sending, const FaultBudget& answering) {
  return ChosenFaultsBySender(kReceiver, answering, sending);
}

// Loses the first `n` packets that the sender sends, and nothing else.
inline Network<Packet>::Faults loses_the_first(std::uint64_t n) {
  return [n](const Passage<Packet>& passage) {
    return Fate{.lost = passage.from == kSender && passage.number <= n};
  };
}

// Has the receiver stop, and returns what it still hands out: at most ten values, so that a
// receiver without an end ends, too.
inline std::vector<int> rest_of(ReliableReceiver& receiver) {
  receiver.stop();
  std::vector<int> rest;
  const bool ended = throws<Stopped>([&] {
    while (rest.size() < 10) rest.push_back(receiver.receive());
  });
  EXPECT_TRUE(ended) << "receive() throws Stopped after stop(), when nothing is left";
  return rest;
}

// A receiver at node 0 and a sender at node 1, on a network of their own.
struct Line {
  explicit Line(const NetworkSettings& settings = {}) : network(2, settings) {}
  explicit Line(Network<Packet>::Faults faults, std::chrono::nanoseconds retry_after = kRetryAfter)
      : network(2, {}, std::move(faults)), retry_after(retry_after) {}

  // Expects that the receiver hands out these values and no others.
  void expect_the_rest_to_be(const std::vector<int>& values) {
    EXPECT_EQ(rest_of(receiver), values);
  }

  // Returns how many packets the sender has sent.
  std::uint64_t packets() const { return network.traffic(kSender, kReceiver).sent.messages; }

  // Returns how many packets the receiver has sent.
  std::uint64_t answers() const { return network.traffic(kReceiver, kSender).sent.messages; }

  Network<Packet> network;
  const std::chrono::nanoseconds retry_after = kRetryAfter;
  Journal log;
  ReliableReceiver receiver{network.endpoint(kReceiver), log};
  ReliableSender sender{network.endpoint(kSender), kReceiver, log, retry_after};
};

// Returns the places in the log, from 0, at which exactly this stands.
inline std::vector<std::size_t> places_of(const Journal& log, const Entry& wanted) {
  const std::vector<Entry> entries = log.entries();
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (entries[i] == wanted) places.push_back(i);
  }
  return places;
}

// Expects that the log has the value's send once, and later its receive once.
inline void expect_logged(const Journal& log, int value) {
  const auto sends = places_of(log, {"sender", "send " + std::to_string(value)});
  const auto receives = places_of(log, {"receiver", "receive " + std::to_string(value)});
  EXPECT_EQ(sends.size(), 1u) << "how often the log says: send " << value;
  EXPECT_EQ(receives.size(), 1u) << "how often the log says: receive " << value;
  if (sends.size() == 1 && receives.size() == 1) {
    EXPECT_LT(sends[0], receives[0]) << "the log has the receive of " << value << " first";
  }
}

}  // namespace under_test
