#include "strategy/wakeup_tree.hpp"

#include <algorithm>
#include <utility>

namespace interleave {

WakeupSequence::WakeupSequence(const Trace& trace, const HappensBefore& order, const Reversal& race)
    : order_(order), race_(race) {
  without_.push_back(race.first);
  if (race.without != kNoStep) without_.push_back(race.without);
  while (collect(trace)) {
  }
}

// Collects the steps that do not need any of those that are left out. Returns true if it has to be
// done again, because one more was left out.
bool WakeupSequence::collect(const Trace& trace) {
  items_.clear();
  const auto size = static_cast<std::uint32_t>(trace.steps.size());
  for (std::uint32_t number = race_.first + 1; number < size; ++number) {
    const TraceStep& step = trace.steps[number];
    if (step.is_choice && !needs_what_is_left_out(number)) items_.push_back({&step, number});
  }
  if (race_.second.way == kSpurious && leaves_no_wake_up(trace)) return true;
  items_.push_back({&race_.second, kNoStep});
  if (!race_.second.acquires || race_.second.accesses[0].mode != Mode::kExclusive) return false;
  for (std::uint32_t number = 0; number < size; ++number) {
    if (!keeps_the_lock(trace.steps[number], number)) continue;
    // Somebody who had it before keeps it: the race with that one reverses both.
    is_possible_ = number > race_.first;
    if (is_possible_) without_.push_back(number);
    return is_possible_;
  }
  return false;
}

bool WakeupSequence::needs_what_is_left_out(std::uint32_t number) const {
  return std::any_of(without_.begin(), without_.end(), [this, number](std::uint32_t left_out) {
    return number >= left_out && (number == left_out || order_.ordered(left_out, number));
  });
}

// Takes the shared side of the lock that the race's second step wants for itself, and does not give
// it back here.
bool WakeupSequence::keeps_the_lock(const TraceStep& step, std::uint32_t number) const {
  if (step.kind != OpKind::kReadLock && step.kind != OpKind::kTryReadLock) return false;
  const TraceAccess& wanted = race_.second.accesses[0];
  if (step.accesses[0].place != wanted.place || step.accesses[0].mode != Mode::kShared)
    return false;
  if (number > race_.first && needs_what_is_left_out(number)) return false;
  const std::uint32_t end = order_.end_of(number);
  return number != race_.first &&
         (end == kNoStep || (end > race_.first && needs_what_is_left_out(end)));
}

// The race's second step wakes without cause, and so do steps that need not come after the first:
// together they may be more than there can be. Then the last of those is left out, and true is
// returned. (That the second takes the place of an earlier one is a race of its own.)
bool WakeupSequence::leaves_no_wake_up(const Trace& trace) {
  const auto is_spurious = [](const TraceStep& step) { return step.way == kSpurious; };
  const auto before =
      std::count_if(trace.steps.begin(), trace.steps.begin() + race_.first, is_spurious);
  const auto here = std::count_if(items_.begin(), items_.end(),
                                  [&](const Item& item) { return is_spurious(*item.step); });
  if (before + here < trace.spurious_wakeups_max || here == 0) return false;
  const auto last = std::find_if(items_.rbegin(), items_.rend(),
                                 [&](const Item& item) { return is_spurious(*item.step); });
  without_.push_back(last->number);
  return true;
}

std::size_t WakeupSequence::first_of(ProcessId process) const {
  const auto found = std::find_if(items_.begin(), items_.end(), [process](const Item& item) {
    return item.step->process == process;
  });
  return static_cast<std::size_t>(found - items_.begin());
}

bool WakeupSequence::may_begin_with(const TraceStep& step) const {
  const std::size_t first = first_of(step.process);
  if (first < items_.size()) return items_[first].step->way == step.way && comes_first(first);
  return std::none_of(items_.begin(), items_.end(),
                      [&step](const Item& item) { return conflict(*item.step, step); });
}

bool WakeupSequence::comes_first(std::size_t item) const {
  const std::uint32_t number = items_[item].number;
  return std::none_of(items_.begin(), items_.begin() + static_cast<std::ptrdiff_t>(item),
                      [this, number](const Item& earlier) {
                        return number == kNoStep ? second_needs(earlier.number)
                                                 : order_.ordered(earlier.number, number);
                      });
}

// The race's second step is no longer ordered by what came between the two in the execution.
bool WakeupSequence::second_needs(std::uint32_t number) const {
  if (order_.ordered(number, race_)) return true;
  return std::any_of(items_.begin(), items_.end(), [this, number](const Item& item) {
    if (item.number == kNoStep || !conflict(*item.step, race_.second)) return false;
    return item.number == number || (item.number > number && order_.ordered(number, item.number));
  });
}

void WakeupSequence::remove(const TraceStep& step) {
  const std::size_t first = first_of(step.process);
  if (first < items_.size()) items_.erase(items_.begin() + static_cast<std::ptrdiff_t>(first));
}

std::vector<TraceStep> WakeupSequence::steps() const {
  std::vector<TraceStep> steps;
  for (const Item& item : items_) steps.push_back(*item.step);
  return steps;
}

void WakeupTree::insert(WakeupSequence sequence) {
  std::vector<Branch>* branches = &branches_;
  for (;;) {
    const auto covers = [&sequence](const Branch& branch) {
      return sequence.may_begin_with(branch.step);
    };
    const auto branch = std::find_if(branches->begin(), branches->end(), covers);
    if (branch == branches->end()) break;
    sequence.remove(branch->step);
    if (branch->branches.empty() || sequence.empty()) return;
    branches = &branch->branches;
  }
  for (const TraceStep& step : sequence.steps()) {
    branches->push_back({step, {}});
    branches = &branches->back().branches;
  }
}

void WakeupTree::insert(const TraceStep& step) {
  const auto same = [&step](const Branch& branch) { return branch.step.same_choice(step); };
  if (std::none_of(branches_.begin(), branches_.end(), same)) branches_.push_back({step, {}});
}

WakeupTree WakeupTree::take_first() {
  WakeupTree rest;
  rest.branches_ = std::move(branches_.front().branches);
  branches_.erase(branches_.begin());
  return rest;
}

}  // namespace interleave
