// Wakeup trees (Abdulla, Aronis, Jonsson, Sagonas, "Source Sets", JACM 2017, section 6): for a
// point of an execution, the continuations that have to be tried, such that none of them is tried
// twice in another order of steps that do not conflict.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "strategy/happens_before.hpp"

namespace interleave {

// A continuation that reverses a race: the steps that do not need the race's first step, then its
// second.
class WakeupSequence {
 public:
  WakeupSequence(const Trace& trace, const HappensBefore& order, const Reversal& race);

  // There is such a continuation. If there is not, that of another race comes in its place.
  bool is_possible() const { return is_possible_; }

  // The step could come first, or before all of these without changing anything: a schedule that
  // begins with it covers this one.
  bool may_begin_with(const TraceStep& step) const;

  // `step` is done: what is left. Requires: may_begin_with(step).
  void remove(const TraceStep& step);

  bool empty() const { return items_.empty(); }
  std::vector<TraceStep> steps() const;

 private:
  struct Item {
    const TraceStep* step;
    std::uint32_t number;  // In the trace; kNoStep for the race's second step.
  };

  bool collect(const Trace& trace);
  bool needs_what_is_left_out(std::uint32_t number) const;
  bool keeps_the_lock(const TraceStep& step, std::uint32_t number) const;
  bool leaves_no_wake_up(const Trace& trace);
  std::size_t first_of(ProcessId process) const;
  bool comes_first(std::size_t item) const;
  bool second_needs(std::uint32_t number) const;

  const HappensBefore& order_;
  const Reversal& race_;
  std::vector<Item> items_;
  // The race's first step, and others that would be in the way.
  std::vector<std::uint32_t> without_;
  bool is_possible_ = true;
};

struct Branch {
  TraceStep step;
  std::vector<Branch> branches;  // What must follow. None: anything may.
};

class WakeupTree {
 public:
  // Adds `sequence` unless what is there covers it.
  void insert(WakeupSequence sequence);
  // Adds a single step, if it is not there.
  void insert(const TraceStep& step);

  bool empty() const { return branches_.empty(); }
  const TraceStep& first() const { return branches_.front().step; }
  // Takes the first branch out and returns what must follow it.
  WakeupTree take_first();
  void clear() { branches_.clear(); }

 private:
  std::vector<Branch> branches_;
};

}  // namespace interleave
