// Faults of a simulated network that a test does not draw but enumerates: at each message, each
// fault that the budget still allows is a schedule of its own, and so is no fault.
//
//   Network<Packet> network(2, {}, ChosenFaults({.losses = 1}));
//
// Inside an exploration only.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>

#include "interleave/interleave.hpp"
#include "provided/network_settings.hpp"

// How many faults of each kind one schedule may have, and how many in all.
struct FaultBudget {
  std::int8_t losses = 0;
  std::int8_t duplicates = 0;       // The second copy follows the first at once.
  std::int8_t late_duplicates = 0;  // The second copy comes late.
  std::int8_t delays = 0;           // The only copy comes late.
  std::int8_t overtakings = 0;      // It comes before all that waits there.
  std::int8_t in_all = 127;
  std::int16_t late_ms = 0;  // What "late" means.
};

// Decides by interleave::choose(). Only messages from `only_from` have faults, if that is set.
class ChosenFaults {
 public:
  static constexpr NodeId kAnyNode = ~NodeId{0};

  explicit ChosenFaults(FaultBudget budget, NodeId only_from = kAnyNode)
      : left_(std::make_shared<std::atomic<FaultBudget>>(budget)), only_from_(only_from) {}

  template <typename Message>
  Fate operator()(const Passage<Message>& passage) const {
    if (only_from_ != kAnyNode && passage.from != only_from_) return {};
    FaultBudget now = left_->load();
    Fate fates[6];
    FaultBudget after[6];
    std::size_t n = 1;  // The first is no fault, which costs nothing.
    const auto offer = [&](std::int8_t FaultBudget::*kind, const Fate& fate) {
      if (now.*kind <= 0 || now.in_all <= 0) return;
      fates[n] = fate;
      after[n] = now;
      --(after[n].*kind);
      --after[n].in_all;
      ++n;
    };
    const std::chrono::milliseconds late(now.late_ms);
    offer(&FaultBudget::losses, {.lost = true});
    offer(&FaultBudget::duplicates, {.doubled = true});
    offer(&FaultBudget::late_duplicates, {.doubled = true, .second_delay = late});
    offer(&FaultBudget::delays, {.delay = late});
    offer(&FaultBudget::overtakings, {.overtakes = true});
    const std::size_t chosen = n > 1 ? interleave::choose(n) : 0;
    if (chosen == 0) return {};
    // Another message may have spent the budget meanwhile: this one is spared then, which is a
    // schedule of its own, too.
    return left_->compare_exchange_strong(now, after[chosen]) ? fates[chosen] : Fate{};
  }

 private:
  // One word: looking at it is one step, which does not conflict with other looks.
  std::shared_ptr<std::atomic<FaultBudget>> left_;
  NodeId only_from_;
};
