// Searches all schedules, those with the fewest preemptions first (iterative context bounding,
// Musuvathi and Qadeer, PLDI 2007): most bugs need very few. Every schedule is run once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/chooser.hpp"

namespace interleave {

class SystematicSearch : public Chooser {
 public:
  explicit SystematicSearch(int preemptions_max) : preemptions_max_(preemptions_max) {
    waiting_.resize(1);
    waiting_.front().emplace_back();
  }

  // Makes the next run take a schedule that no run has taken. Returns false when there is none.
  bool next();

  std::size_t choose(const Crossroads& at) override;

  // There are schedules within the bound that no run has taken.
  bool has_more() const;
  // All schedules with at most that many preemptions were run; -1 if not even those with none.
  int bound_done() const { return bound_ - 1; }
  // There are schedules left that need more preemptions than allowed.
  bool was_bounded() const { return was_bounded_; }
  // How many of the schedules run had at most bound_done() preemptions.
  std::uint64_t schedules_in_bound() const { return schedules_in_bound_; }
  // The program took other turns under the same choices: something outside changes it.
  bool diverged() const { return diverged_; }

 private:
  // The first choices of a schedule; after them it goes on without a preemption.
  using Prefix = std::vector<std::uint16_t>;

  void branch(const Crossroads& at);

  int preemptions_max_;
  int bound_ = 0;                             // Preemptions of the schedules run now.
  std::vector<std::vector<Prefix>> waiting_;  // By preemptions; the last of each is next.
  Prefix prefix_;
  Prefix taken_;         // In this run so far.
  int preemptions_ = 0;  // In this run so far.
  std::uint64_t schedules_ = 0;
  std::uint64_t schedules_in_bound_ = 0;
  bool was_bounded_ = false;
  bool diverged_ = false;
};

}  // namespace interleave
