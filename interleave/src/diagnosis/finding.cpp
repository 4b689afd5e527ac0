#include "diagnosis/finding.hpp"

#include <algorithm>

namespace interleave {
namespace {

bool wants_lock(const Thread& thread) {
  const OpKind kind = thread.pending.kind;
  return !thread.exited && (kind == OpKind::kLock || kind == OpKind::kReadLock);
}

// Who waits for another to end is not the cause, unless all do or it holds what another waits for.
bool is_part_of_deadlock(const Run& run, const Thread& thread) {
  if (thread.exited) return false;
  if (thread.pending.kind != OpKind::kJoin) return true;
  const std::vector<Thread*>& all = run.threads;
  return std::any_of(all.begin(), all.end(), [&thread](const Thread* other) {
    return wants_lock(*other) && other->pending.object->owner == thread.id;
  });
}

// Whoever wants a lock while others go on for ever may be what the reader looks for.
bool is_kept_out(const Thread& thread) {
  return wants_lock(thread) && !thread.pending.object->is_free_for(thread.id);
}

std::vector<bool> stuck_threads(const Run& run, FailureKind kind) {
  std::vector<bool> stuck;
  for (const Thread* thread : run.threads) {
    const bool endless = kind == FailureKind::kNeverEnds || kind == FailureKind::kPolls;
    stuck.push_back(kind == FailureKind::kDeadlock ? is_part_of_deadlock(run, *thread)
                                                   : endless && is_kept_out(*thread));
  }
  return stuck;
}

// Nobody but `thread` can ever do anything.
bool is_alone(const Run& run, const Thread& thread) {
  const std::vector<Thread*>& all = run.threads;
  return std::all_of(all.begin(), all.end(), [&thread](const Thread* other) {
    if (other == &thread || other->exited) return true;
    if (other->notified) return false;
    const OpKind kind = other->pending.kind;
    return kind == OpKind::kJoin || kind == OpKind::kExit ||
           ((kind == OpKind::kWake || kind == OpKind::kFutexAwake) &&
            other->pending.deadline.at == kNever);
  });
}

// A std::thread that is destroyed or assigned to while it stands for a thread calls
// std::terminate() in the library's code. Nobody says which thread was meant.
std::optional<ThreadId> thread_left_behind(const Run& run, const Breakdown& breakdown,
                                           Symbolizer& symbolizer) {
  const bool ended = breakdown.kind == FailureKind::kCrash && breakdown.terminated;
  if (!ended || symbolizer.is_user_code(run.threads[breakdown.thread]->pc)) return {};
  for (const Thread* thread : run.threads) {
    if (thread->id != 0 && !thread->joined && !thread->detached) return thread->id;
  }
  return {};
}

// The accesses of a race are the last ones of their threads to that place.
void find_accesses(const Recorder& recorder, const Race& race, Finding& finding) {
  const Recorder::RacingAccesses accesses = recorder.accesses_of(race);
  finding.earlier = accesses.earlier;
  finding.later = accesses.later;
  if (finding.earlier != nullptr && !race.after_free) {
    finding.unordered = why_unordered(recorder, *finding.earlier, *finding.later);
  }
}

}  // namespace

Finding find(const Run& run, const Recorder& recorder, Symbolizer& symbolizer,
             const std::vector<AskedSleeper>& asked) {
  Finding finding;
  finding.stuck.assign(run.threads.size(), false);
  if (!run.breakdown) return finding;
  finding.breakdown = *run.breakdown;
  const Breakdown& breakdown = finding.breakdown;
  finding.kind = breakdown.kind;
  finding.thread = breakdown.thread;
  finding.stuck = stuck_threads(run, breakdown.kind);
  if (breakdown.race) find_accesses(recorder, *breakdown.race, finding);
  if (const auto left = thread_left_behind(run, breakdown, symbolizer)) {
    finding.kind = FailureKind::kThreadLeftBehind;
    finding.thread = *left;
    finding.unjoined = true;
  }
  if (breakdown.kind == FailureKind::kThreadLeftBehind && !breakdown.message.empty()) {
    finding.unjoined = true;
  }
  if (breakdown.kind == FailureKind::kDeadlock) {
    finding.missed = find_missed(run, recorder, asked);
    if (finding.missed && finding.missed->is_lost) finding.kind = FailureKind::kLostWakeup;
  }
  if (breakdown.kind == FailureKind::kNeverEnds && breakdown.thread != kNobody) {
    const Thread& thread = *run.threads[breakdown.thread];
    finding.only_reads = thread.pending.kind == OpKind::kAtomicLoad && is_alone(run, thread);
  }
  return finding;
}

}  // namespace interleave
