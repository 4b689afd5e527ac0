#include "model/trace_recorder.hpp"

#include <utility>

#include "model/object.hpp"
#include "model/spin.hpp"

namespace interleave {
namespace {

TraceAccess use(const Object& object, Mode mode) {
  return {object.key, 1 + 2 * object.number, mode};
}

// Those who sleep on a futex word form a queue; the word itself is an atomic like any other.
// Whether a wait finds the value and joins the queue depends on the order of steps: it counts as if
// it did.
TraceAccess use_queue(const Object& word, Mode mode) {
  return {word.key ^ std::uint64_t{1} << 63, 2 + 2 * word.number, mode};
}

// Sets how a step that looks at an atomic came about after it had looked in vain.
void look(const Thread& thread, TraceStep& step) {
  const std::uint32_t changes = thread.pending.object->version - thread.watched_version;
  step.after_standstill = thread.stood_back && changes == 0;
  step.awaited = thread.looks_in_vain > kSpinsMax && changes == 1;
}

}  // namespace

void TraceRecorder::before(const Run& run, const Thread& thread, Way way) {
  const Operation& pending = thread.pending;
  if (pending.is_irreducible) trace_.is_reducible = false;
  if (looks_at_once(thread)) return;
  // What lets it go on is a write to one of several atomics: a trace has no place for that.
  if (thread.stood_back && looks_at_several(thread)) trace_.is_reducible = false;
  TraceStep& step = trace_.steps.emplace_back();
  step.process = thread.process;
  step.kind = pending.kind;
  step.way = way;
  step.is_choice = run.is_choice;
  step.other = pending.other == kNobody ? kNoProcess : run.threads[pending.other]->process;
  take(thread, step);
  step.is_due = run.is_due(pending) && step.kind != OpKind::kWake && (step.acquires || step.takes);
  is_open_ = true;
  updated_ = step.kind == OpKind::kAtomicUpdate ? pending.object : nullptr;
  if (updated_ != nullptr) version_before_ = updated_->version;
}

// The objects that a step uses, as far as that is known before it is done.
void TraceRecorder::take(const Thread& thread, TraceStep& step) const {
  const Operation& operation = thread.pending;
  const Object* object = operation.object;
  step.after_standstill = operation.kind == OpKind::kSleep || step.way == kTimeout;
  if (traits(operation.kind).takes != Takes::kNothing) return take_what_it_wants(thread, step);
  switch (operation.kind) {
    case OpKind::kUnlock:
      step.ends = true;
      step.accesses[0] = use(*object, !object->readers.empty() ? Mode::kShared : Mode::kExclusive);
      return;
    case OpKind::kGive:
      step.accesses[0] = use(*object, Mode::kShared);
      return;
    case OpKind::kCount:
      step.accesses[0] = use(*object, Mode::kFailed);
      return;
    case OpKind::kOnceEnd:
      step.ends = true;
      step.accesses[0] = use(*object, Mode::kExclusive);
      return;
    case OpKind::kWait:
      step.ends = true;
      step.accesses[0] = use(*operation.mutex, Mode::kExclusive);
      step.accesses[1] = use(*object, Mode::kExclusive);
      return;
    case OpKind::kWake:
      return take_wake(thread, step);
    case OpKind::kNotifyOne:
    case OpKind::kNotifyAll:
      step.accesses[0] = use(*object, object->waiters.empty() ? Mode::kFailed : Mode::kExclusive);
      return;
    case OpKind::kAtomicLoad:
      step.accesses[0] = use(*object, Mode::kShared);
      return look(thread, step);
    case OpKind::kAtomicUpdate:
      look(thread, step);
      [[fallthrough]];
    case OpKind::kAtomicStore:
    case OpKind::kArrive:
    case OpKind::kDestroy:
      step.accesses[0] = use(*object, Mode::kExclusive);
      return;
    default:
      return take_futex(thread, step);
  }
}

void TraceRecorder::take_what_it_wants(const Thread& thread, TraceStep& step) const {
  const Operation& operation = thread.pending;
  const Object& object = *operation.object;
  const Traits& does = traits(operation.kind);
  if (does.tries) look(thread, step);
  if (does.takes == Takes::kCount) {
    step.takes = true;
    step.count = object.count;
    step.accesses[0] = use(object, Mode::kExclusive);
    return;
  }
  const bool shares = does.takes == Takes::kSharedLock || object.done;
  step.acquires = !does.tries;
  step.begins = !shares;
  step.count = can_have(operation, thread.id) ? 1 : 0;
  step.accesses[0] = use(object, shares ? Mode::kShared : Mode::kExclusive);
}

void TraceRecorder::take_wake(const Thread& thread, TraceStep& step) const {
  const Operation& operation = thread.pending;
  if (step.way != 0) {
    step.accesses[0] = use(*operation.object, Mode::kExclusive);
    if (step.way == kSpurious) step.accesses[1] = kSpuriousBudget;
    return;
  }
  step.acquires = step.begins = true;
  step.cause = thread.woken_by;
  step.could_time_out = thread.could_time_out;
  step.could_be_spurious = thread.could_be_spurious;
  step.accesses[0] = use(*operation.mutex, Mode::kExclusive);
}

void TraceRecorder::take_futex(const Thread& thread, TraceStep& step) const {
  const Object* object = thread.pending.object;
  switch (thread.pending.kind) {
    case OpKind::kFutexWait:
      step.accesses[0] = use(*object, Mode::kShared);
      step.accesses[1] = use_queue(*object, Mode::kShared);
      return;
    case OpKind::kFutexWake:
      step.accesses[0] =
          use_queue(*object, object->waiters.empty() ? Mode::kFailed : Mode::kExclusive);
      return;
    case OpKind::kFutexAwake:
      if (step.way != 0) {
        step.accesses[0] = use_queue(*object, Mode::kExclusive);
        return;
      }
      step.cause = thread.woken_by;
      step.could_time_out = thread.could_time_out;
      return;
    default:
      return;
  }
}

void TraceRecorder::after(const Run&, const Thread&, Way way) { close_step(way); }

void TraceRecorder::close_step(Way way) {
  if (!std::exchange(is_open_, false)) return;
  TraceStep& step = trace_.steps.back();
  // It wrote the value that was there already: it only looked.
  if (updated_ != nullptr && updated_->version == version_before_) {
    step.accesses[0].mode = Mode::kShared;
  }
  const bool failed = way == kTimeout || way == kInVain;
  if (!failed || traits(step.kind).takes == Takes::kNothing) return;
  step.accesses[0].mode = Mode::kFailed;
  step.acquires = step.begins = step.takes = false;
}

void TraceRecorder::stands_still(const Run&) { trace_.steps.emplace_back(); }

// What those who are stuck wait for counts, too: in another order they might have had it.
void TraceRecorder::run_ends(const Run& run) {
  close_step(run.way);
  if (run.every_state_matters) trace_.is_reducible = false;
  if (!run.breakdown) return;
  if (run.breakdown->kind != FailureKind::kDeadlock && !run.breakdown->is_accepted) return;
  for (const Thread* thread : run.threads) {
    if (!thread->exited) note_blocked(*thread);
  }
}

void TraceRecorder::note_blocked(const Thread& thread) {
  const bool sleeps = thread.pending.kind == OpKind::kWake;
  if (!sleeps && !waits_to_take(thread.pending.kind)) return;
  const Way way = sleeps && !thread.notified && !thread.timed_out ? kSpurious : 0;
  TraceStep& step = trace_.blocked.emplace_back();
  step.process = thread.process;
  step.kind = thread.pending.kind;
  step.way = way;
  step.is_choice = true;
  take(thread, step);
}

// It might have stopped waiting by itself before.
void TraceRecorder::wakes(const Run& run, Thread& sleeper) {
  sleeper.woken_by = here() - 1;
  sleeper.could_time_out = run.is_due(sleeper.pending);
  sleeper.could_be_spurious = sleeper.pending.kind == OpKind::kWake && run.may_wake_unasked();
}

}  // namespace interleave
