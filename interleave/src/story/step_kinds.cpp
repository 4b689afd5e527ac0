#include "story/step_kinds.hpp"

#include <array>

namespace interleave {
namespace {

// In the order of OpKind.
constexpr std::array kKinds = {
    StepKind::kGoesOn,  // kStart is never told.
    StepKind::kEnds,         StepKind::kStartsThread,
    StepKind::kJoins,        StepKind::kLocks,
    StepKind::kTriesToLock,  StepKind::kUnlocks,
    StepKind::kLocksShared,  StepKind::kTriesToLockShared,
    StepKind::kWaits,        StepKind::kGoesOn,
    StepKind::kNotifiesOne,  StepKind::kNotifiesAll,
    StepKind::kReads,        StepKind::kWrites,
    StepKind::kUpdates,      StepKind::kSleepsOn,
    StepKind::kWakesThoseOn, StepKind::kWakesFrom,
    StepKind::kSleeps,       StepKind::kYields,
    StepKind::kRunsOnce,     StepKind::kHasRunOnce,
    StepKind::kTakes,        StepKind::kTriesToTake,
    StepKind::kGives,        StepKind::kCounts,
    StepKind::kArrives,      StepKind::kDestroys,
    StepKind::kChooses,
};
static_assert(kKinds.size() == static_cast<std::size_t>(OpKind::kChoose) + 1);

}  // namespace

StepKind kind_of(const Operation& operation) {
  return kKinds[static_cast<std::size_t>(operation.kind)];
}

StepKind kind_of(const RecordedStep& step) {
  if (!step.words.empty()) return StepKind::kTells;
  if (step.kind == OpKind::kSleep && step.awaits_others) return StepKind::kLetsOthersGoFirst;
  if (step.kind == OpKind::kSleep && step.wall_clock_move != 0) return StepKind::kSetsWallClock;
  return kKinds[static_cast<std::size_t>(step.kind)];
}

Outcome outcome_of(const RecordedStep& step) {
  if (step.kind == OpKind::kChoose) return Outcome::kDone;  // Any number is one of its ways.
  if (step.in_vain) return Outcome::kInVain;
  if (step.way == kTimeout) return Outcome::kTimedOut;
  return step.way == kSpurious ? Outcome::kNotAsked : Outcome::kDone;
}

Mark mark_of(const Finding& finding, std::size_t recorded) {
  if (!finding.missed) return Mark::kNone;
  const Missed& missed = *finding.missed;
  if (missed.change && missed.change->step == recorded) return Mark::kMadeItTrue;
  const bool lost = missed.is_lost && missed.notification == recorded;
  // One that came before what is waited for was true was in its place.
  const bool too_early = missed.change && !missed.notified_after_change;
  return lost && !too_early ? Mark::kLostHere : Mark::kNone;
}

}  // namespace interleave
