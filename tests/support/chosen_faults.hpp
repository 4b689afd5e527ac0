// Faults of a simulated network that a test does not draw but enumerates: at each message, each
// fault that the budget still allows is a schedule of its own, and so is no fault.
//
//   Network<Packet> network(2, {}, ChosenFaults({.losses = 1}));
//
// Inside an exploration only.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>

#include "interleave/interleave.hpp"
#include "provided/network_settings.hpp"

namespace under_test {

// How many faults of each kind one schedule may have, and how many in all.
struct FaultBudget {
  int losses = 0;
  int copies = 0;       // The second copy follows the first at once.
  int late_copies = 0;  // The second copy comes late.
  int delays = 0;       // The only copy comes late.
  int overtakings = 0;  // It comes before all that waits there.
  int in_all = 1'000;
  std::chrono::milliseconds late{0};  // What "late" means.
};

// Decides by interleave::choose(). Copies share one budget.
class ChosenFaults {
 public:
  explicit ChosenFaults(const FaultBudget& budget) : left_(std::make_shared<Left>(budget)) {}

  template <typename Message>
  Fate operator()(const Passage<Message>&) const {
    return left_->next_fate();
  }

 private:
  // What is left of a budget: a counter for each kind. Looking at one is a step that does not
  // conflict with other looks; a kind that there is none of costs no step.
  struct Left {
    explicit Left(const FaultBudget& whole) : budget(whole) {}

    Fate next_fate() {
      const Fate late_copy{.doubled = true, .second_delay = budget.late};
      Offer offers[6];  // The first is no fault.
      std::size_t n = 1;
      const auto offer = [&](int whole, std::atomic<int>& left, const Fate& fate,
                             const char* does) {
        if (whole == 0) return;
        if (const int now = left.load(); now > 0) offers[n++] = {&left, now, fate, does};
      };
      offer(budget.losses, losses_left, {.lost = true}, "and the message is lost");
      offer(budget.copies, copies_left, {.doubled = true}, "and the message is doubled");
      offer(budget.late_copies, late_copies_left, late_copy, "and a second copy comes late");
      offer(budget.delays, delays_left, {.delay = budget.late}, "and the message comes late");
      offer(budget.overtakings, overtakings_left, {.overtakes = true},
            "and the message comes before those that wait");
      const std::size_t chosen = n > 1 ? interleave::choose(n) : 0;
      if (chosen == 0 || !spend(offers[chosen])) return Fate{};
      interleave::tell(offers[chosen].does);
      return offers[chosen].fate;
    }

    struct Offer {
      std::atomic<int>* counter = nullptr;
      int left = 0;
      Fate fate;
      const char* does = "";  // In a story.
    };

    // Returns false if another message has spent it meanwhile: this one is spared then, which is
    // a schedule of its own, too.
    bool spend(Offer& offer) {
      if (budget.in_all < FaultBudget{}.in_all && in_all_left.fetch_sub(1) <= 0) return false;
      return offer.counter->compare_exchange_strong(offer.left, offer.left - 1);
    }

    const FaultBudget budget;
    std::atomic<int> losses_left = budget.losses;
    std::atomic<int> copies_left = budget.copies;
    std::atomic<int> late_copies_left = budget.late_copies;
    std::atomic<int> delays_left = budget.delays;
    std::atomic<int> overtakings_left = budget.overtakings;
    std::atomic<int> in_all_left = budget.in_all;
  };

  std::shared_ptr<Left> left_;
};

// The same with two budgets: one for what the node `one` sends, one for what all others send.
class ChosenFaultsBySender {
 public:
  ChosenFaultsBySender(NodeId one, const FaultBudget& of_one, const FaultBudget& of_others)
      : one_(one), of_one_(of_one), of_others_(of_others) {}

  template <typename Message>
  Fate operator()(const Passage<Message>& passage) const {
    return passage.from == one_ ? of_one_(passage) : of_others_(passage);
  }

 private:
  NodeId one_;
  ChosenFaults of_one_;
  ChosenFaults of_others_;
};

}  // namespace under_test
