#include "strategy/happens_before.hpp"

#include <algorithm>
#include <functional>

namespace interleave {

void HappensBefore::analyse(const Trace& trace) {
  begin(trace);
  for (std::uint32_t number = 0; number < trace.steps.size(); ++number) {
    if (trace.steps[number].process == kNoProcess)
      add_standstill(number);
    else
      add(number);
  }
  for (const TraceStep& step : trace.blocked) {
    const std::uint32_t previous = last_[step.process];
    if (step.way == kSpurious) {
      find_race_for_wake_up(step, previous);
      continue;
    }
    begin_clock(step, previous, known_.data());
    find_races(step, previous);
  }
}

void HappensBefore::begin(const Trace& trace) {
  steps_ = &trace.steps;
  processes_ = 1;
  std::uint32_t places = 1;
  for (const TraceStep& step : trace.steps) {
    if (step.process != kNoProcess) {
      processes_ = std::max<std::size_t>(processes_, step.process + std::size_t{1});
    }
    if (step.other != kNoProcess) {
      processes_ = std::max<std::size_t>(processes_, step.other + std::size_t{1});
    }
    for (const TraceAccess& access : step.accesses) places = std::max(places, access.place + 1);
  }
  for (const TraceStep& step : trace.blocked) {
    for (const TraceAccess& access : step.accesses) places = std::max(places, access.place + 1);
  }
  clocks_.assign(trace.steps.size() * processes_, 0);
  index_.assign(trace.steps.size(), 0);
  end_.assign(trace.steps.size(), kNoStep);
  last_.assign(processes_, kNoStep);
  count_.assign(processes_, 0);
  known_.assign(processes_, 0);
  standstill_ = kNoStep;
  if (uses_.size() < places) uses_.resize(places);
  for (Uses& uses : uses_) {
    uses.recent.clear();
    uses.readers.clear();
    uses.holder = uses.section = kNoStep;
    uses.depth = 0;
  }
  races_.clear();
}

void HappensBefore::join(Clock clock, std::uint32_t step) const {
  const std::uint32_t* other = this->clock(step);
  for (std::size_t i = 0; i < processes_; ++i) clock[i] = std::max(clock[i], other[i]);
}

// What a step knows before it has used any object: what its thread did before, and what made it
// possible.
void HappensBefore::begin_clock(const TraceStep& step, std::uint32_t previous, Clock clock) const {
  std::fill_n(clock, processes_, 0);
  if (previous != kNoStep) join(clock, previous);
  if (step.cause != kNoStep) join(clock, step.cause);
  if (step.after_standstill && standstill_ != kNoStep) join(clock, standstill_);
  const bool joins = step.kind == OpKind::kJoin && last_[step.other] != kNoStep;
  if (joins) join(clock, last_[step.other]);
}

// Time passes only when nobody can run: after all that was done before.
void HappensBefore::add_standstill(std::uint32_t number) {
  for (const std::uint32_t last : last_) {
    if (last != kNoStep) join(clock(number), last);
  }
  if (standstill_ != kNoStep) join(clock(number), standstill_);
  standstill_ = number;
}

void HappensBefore::add(std::uint32_t number) {
  const TraceStep& step = (*steps_)[number];
  const std::uint32_t previous = last_[step.process];
  begin_clock(step, previous, known_.data());
  std::copy(known_.begin(), known_.end(), clock(number));
  find_races(step, previous);
  if (step.is_due) find_alternative_to_deadline(number, previous);
  if (step.could_time_out || step.could_be_spurious) find_alternatives_to_waiting(step, previous);
  const bool was_woken = step.cause != kNoStep && !step.could_be_spurious;
  if (step.kind == OpKind::kWake && (was_woken || step.way == kTimeout))
    find_race_for_wake_up(step, previous);
  use_objects(number);
  index_[number] = ++count_[step.process];
  clock(number)[step.process] = index_[number];
  last_[step.process] = number;
  if (step.kind == OpKind::kCreate) last_[step.other] = number;
}

void HappensBefore::add_race(std::uint32_t first, const TraceStep& second, std::uint32_t previous) {
  if (!(*steps_)[first].is_choice) return;
  Reversal& race = races_.emplace_back(Reversal{first, second, previous});
  // What it finds when it comes earlier may be different: a free lock, another value, other
  // sleepers.
  TraceStep& step = race.second;
  if (tries(step.kind) || step.kind == OpKind::kAtomicUpdate) {
    step.accesses[0].mode = Mode::kExclusive;
  }
  if (step.kind == OpKind::kNotifyOne || step.kind == OpKind::kFutexWake) {
    step.way = 0;
    step.any_way = true;
  }
}

// Two steps that conflict are in a race if nothing else lies between them. Expects in known_ what
// the step knows.
void HappensBefore::find_races(const TraceStep& step, std::uint32_t previous) {
  if (step.acquires) return find_races_of_acquisition(step, previous);
  if (step.takes && !tries(step.kind)) return find_races_of_take(step, previous);
  candidates_.clear();
  for (const TraceAccess& access : step.accesses) {
    for (const Use& use : uses_[access.place].recent) {
      if (conflict(use.mode, access.mode)) candidates_.push_back(use.step);
    }
  }
  std::sort(candidates_.begin(), candidates_.end(), std::greater<>());
  bool skip = step.awaited;  // It could not have come before the change that it waited for.
  for (const std::uint32_t candidate : candidates_) {
    const Mode mode = (*steps_)[candidate].accesses[0].mode;
    const bool changed =
        skip && (mode == Mode::kExclusive || (mode == Mode::kShared && tries(step.kind)));
    if (!changed && !knows(known_.data(), candidate)) add_race(candidate, step, previous);
    if (changed) skip = false;
    join(known_.data(), candidate);
  }
}

//   1  anna locks m        3  ben locks m
//   2  anna unlocks m
//
// Step 3 comes after 2 whatever the schedule; the race is between 1 and 3.
//
// Who waits for a lock goes on when it is given back; that cannot be turned round. What can is who
// has it first: the race is with the step that took it.
void HappensBefore::find_races_of_acquisition(const TraceStep& step, std::uint32_t previous) {
  const TraceAccess& access = step.accesses[0];
  const Uses& uses = uses_[access.place];
  candidates_.clear();
  for (const Use& use : uses.recent) {
    if (use.mode == Mode::kFailed || !conflict(use.mode, access.mode)) continue;
    if (use.ends && use.mode == Mode::kShared) continue;  // The step that took it is there, too.
    std::uint32_t began = use.step;
    if (use.mode == Mode::kExclusive) began = uses.holder != kNoStep ? uses.holder : uses.section;
    if (began != kNoStep) candidates_.push_back(began);
  }
  std::sort(candidates_.begin(), candidates_.end(), std::greater<>());
  std::vector<std::uint32_t>& known = known_;
  const auto race = [&](std::uint32_t candidate) {
    if (!knows(known.data(), candidate)) add_race(candidate, step, previous);
    join(known.data(), candidate);
  };
  for (const std::uint32_t candidate : candidates_) race(candidate);
  if (uses.holder != kNoStep || !uses.readers.empty()) return;
  // Those who tried in vain saw it taken: they come before it is given back.
  for (const Use& use : uses.recent) {
    if (use.ends) join(known.data(), use.step);
  }
  for (auto use = uses.recent.rbegin(); use != uses.recent.rend(); ++use) {
    if (use->mode == Mode::kFailed && conflict(use->mode, access.mode)) race(use->step);
  }
}

// Who takes from a semaphore cannot come before a post that it needed. With all those gone that
// come after the earlier step there must be something left to take; then the order can be turned.
// The step that took before is always in a race with it: it found something there.
void HappensBefore::find_races_of_take(const TraceStep& step, std::uint32_t previous) {
  const std::vector<Use>& uses = uses_[step.accesses[0].place].recent;
  const auto left_without = [&](const Use& use) {
    std::int64_t left = (*steps_)[use.step].takes ? std::int64_t{step.count} + 1 : step.count;
    for (const Use& other : uses) {
      const bool gives = (*steps_)[other.step].kind == OpKind::kGive;
      if (gives && (other.step == use.step || ordered(use.step, other.step))) --left;
    }
    return left;
  };
  for (auto use = uses.rbegin(); use != uses.rend(); ++use) {
    if (left_without(*use) <= 0) continue;
    if (!knows(known_.data(), use->step)) add_race(use->step, step, previous);
    join(known_.data(), use->step);
  }
}

// When its time was over it had the lock, or gave up. It might have done the other, there or
// earlier.
void HappensBefore::find_alternative_to_deadline(std::uint32_t number, std::uint32_t previous) {
  TraceStep alternative = (*steps_)[number];
  const bool gave_up = alternative.way == kTimeout;
  const bool is_lock = alternative.kind != OpKind::kTake;
  const bool shares = alternative.kind == OpKind::kReadLock;
  alternative.way = gave_up ? 0 : kTimeout;
  alternative.after_standstill = !gave_up;
  alternative.acquires = gave_up && is_lock;
  alternative.begins = alternative.acquires && !shares;
  alternative.takes = gave_up && !is_lock;
  alternative.accesses[0].mode = !gave_up ? Mode::kFailed
                                 : shares ? Mode::kShared
                                          : Mode::kExclusive;
  if (!gave_up || alternative.count > 0) add_race(number, alternative, previous);
  begin_clock(alternative, previous, known_.data());
  find_races(alternative, previous);
}

// The sleeper was woken. Before that it might have woken by itself.
void HappensBefore::find_alternatives_to_waiting(const TraceStep& step, std::uint32_t previous) {
  for (const Way way : {kTimeout, kSpurious}) {
    if (way == kTimeout ? step.could_time_out : step.could_be_spurious) {
      add_race(step.cause, end_of_sleep(step, previous, way), previous);
    }
  }
}

// The sleeper might have had the wake-up without cause that somebody else had. It would have to
// come before the notification by which it did wake.
void HappensBefore::find_race_for_wake_up(const TraceStep& step, std::uint32_t previous) {
  const std::vector<Use>& uses = uses_[kSpuriousBudget.place].recent;
  if (uses.empty()) return;
  const TraceStep alternative = end_of_sleep(step, previous, kSpurious);
  begin_clock(alternative, previous, known_.data());
  const std::uint32_t last = uses.back().step;
  const std::size_t races = races_.size();
  if (!knows(known_.data(), last)) add_race(last, alternative, previous);
  if (races_.size() > races) races_.back().without = step.cause;
}

TraceStep HappensBefore::end_of_sleep(TraceStep step, std::uint32_t previous, Way way) const {
  step.way = way;
  step.cause = kNoStep;
  step.acquires = step.begins = step.after_standstill = false;
  step.accesses[0] = (*steps_)[previous].accesses[1];  // Where it slept.
  step.accesses[0].mode = Mode::kExclusive;
  step.accesses[1] = way == kSpurious ? kSpuriousBudget : TraceAccess{};
  return step;
}

void HappensBefore::use_objects(std::uint32_t number) {
  const TraceStep& step = (*steps_)[number];
  for (const TraceAccess& access : step.accesses) {
    if (access.mode == Mode::kNone) continue;
    Uses& uses = uses_[access.place];
    for (const Use& use : uses.recent) {
      if (conflict(use.mode, access.mode)) join(clock(number), use.step);
    }
    if (access.mode == Mode::kExclusive) uses.recent.clear();
    const bool ends = step.ends && &access == step.accesses;
    uses.recent.push_back({number, access.mode, ends});
  }
  if (step.accesses[0].mode == Mode::kExclusive) note_holder(step, number);
  if (step.accesses[0].mode == Mode::kShared) note_reader(step, number);
}

// Remembers for each step that took the shared side of a lock where it was given back.
void HappensBefore::note_reader(const TraceStep& step, std::uint32_t number) {
  std::vector<std::uint32_t>& readers = uses_[step.accesses[0].place].readers;
  if (step.kind == OpKind::kReadLock || step.kind == OpKind::kTryReadLock) {
    readers.push_back(number);
  } else if (step.ends) {
    const auto own = std::find_if(readers.rbegin(), readers.rend(), [&](std::uint32_t reader) {
      return (*steps_)[reader].process == step.process;
    });
    if (own == readers.rend()) return;
    end_[*own] = number;
    readers.erase(std::next(own).base());
  }
}

void HappensBefore::note_holder(const TraceStep& step, std::uint32_t number) {
  Uses& uses = uses_[step.accesses[0].place];
  if (step.begins && uses.depth++ == 0) uses.holder = number;
  if (!step.ends || uses.holder == kNoStep) return;
  if (step.kind == OpKind::kWait || --uses.depth == 0) {
    uses.section = uses.holder;
    uses.holder = kNoStep;
    uses.depth = 0;
  }
}

}  // namespace interleave
