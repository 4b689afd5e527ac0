#include "model/scheduler.hpp"

#include <algorithm>

#include "model/spin.hpp"

namespace interleave {
namespace {

// After so many steps of one thread in a row the others come first, so that a thread that spins
// until another has done its part does not spin for ever.
constexpr std::uint32_t kRunLengthMax = 200;

// Steps of other threads that the end of a whole program waits for.
constexpr std::uint64_t kStepsBeforeTheEnd = 200;

bool is_ending(const Thread& thread) {
  const bool ends_body = thread.id == 0 && !thread.ends_program;
  return !ends_body && !thread.exited && thread.pending.kind == OpKind::kExit;
}

}  // namespace

Scheduler::Next Scheduler::pick() {
  run_.is_choice = false;
  if (Thread* thread = eager_thread()) return {thread};
  collect_alternatives();
  if (somebody_works_) {
    if (somebody_spins_ && !drop_spinners()) note_standstill();
  } else if (Thread* thread = ending_thread()) {
    return {thread};
  } else if (let_time_pass()) {
    collect_alternatives();
  } else if (alternatives_.empty()) {
    return {};
  } else {
    note_standstill();
  }
  run_.is_choice = true;
  if (alternatives_.size() == 1) {
    const Alternative only = alternatives_.front();
    return {run_.threads[only.thread], only.way};
  }
  const bool can_go_on = alternatives_.front().thread == run_.running->id;
  const Crossroads crossroads{alternatives_, run_.running->id, can_go_on, run_.threads};
  const Alternative taken = alternatives_[chooser_->choose(crossroads)];
  Thread* thread = run_.threads[taken.thread];
  run_.choices.push_back({taken, thread->pending.kind});
  return {thread, taken.way};
}

void Scheduler::note_standstill() { run_.observers.tell(&Observer::stands_still, run_); }

bool Scheduler::is_eager(const Thread& thread) {
  switch (thread.pending.kind) {
    case OpKind::kStart:
    case OpKind::kCreate:
      return true;
    case OpKind::kUnlock:
      return !run_.unlocks_matter;  // Only who tries sees a mutex that is about to be given back.
    case OpKind::kJoin:
      return run_.threads[thread.pending.other]->exited;
    case OpKind::kAtomicLoad:
    case OpKind::kYield:
      return looks_at_once(thread);
    case OpKind::kExit:
      // The body's variables are gone: what others did now would be done to garbage.
      return thread.id == 0 && !thread.ends_program && !detached_threads_go_on();
    default:
      return false;
  }
}

inline Thread* Scheduler::eager_thread() {
  if (run_.ending_program != nullptr && run_.steps > run_.ending_since + kStepsBeforeTheEnd) {
    return run_.ending_program;
  }
  if (!run_.others_may_be_eager) return nullptr;
  for (Thread* thread : run_.threads) {
    if (thread->exited) continue;
    if (is_eager(*thread)) return thread;
    if (thread->pending.kind == OpKind::kJoin && is_ending(*run_.threads[thread->pending.other])) {
      return run_.threads[thread->pending.other];
    }
  }
  run_.others_may_be_eager = false;
  return nullptr;
}

// A thread ends as late as possible, when somebody waits for its end or nobody can do anything
// else: then one that nobody waits for is still there when the body ends, and is noticed.
Thread* Scheduler::ending_thread() {
  const auto found = std::find_if(run_.threads.begin(), run_.threads.end(),
                                  [](const Thread* thread) { return is_ending(*thread); });
  return found == run_.threads.end() ? nullptr : *found;
}

std::optional<Way> Scheduler::way_of(Thread& thread) {
  alternatives_.clear();
  collect_ways(thread);
  if (alternatives_.empty()) return std::nullopt;
  return alternatives_.front().way;
}

void Scheduler::collect_alternatives() {
  alternatives_.clear();
  somebody_works_ = false;
  somebody_spins_ = false;
  const bool step_back =
      run_.running->pending.kind == OpKind::kYield || run_.run_length > kRunLengthMax;
  if (!step_back && !run_.running->exited) collect_ways(*run_.running);
  for (Thread* thread : run_.threads) {
    if (thread != run_.running && !thread->exited) collect_ways(*thread);
  }
  if (step_back && !run_.running->exited) collect_ways(*run_.running);
}

// Who has seen the same again and again waits until the others had their turn.
// Returns false if nobody else has one.
bool Scheduler::drop_spinners() {
  const auto spins = [this](const Alternative& alternative) {
    const Thread& thread = *run_.threads[alternative.thread];
    return thread.stood_back && stands_back(thread);
  };
  if (std::none_of(alternatives_.begin(), alternatives_.end(), spins)) return true;
  if (std::all_of(alternatives_.begin(), alternatives_.end(), spins)) return false;
  std::erase_if(alternatives_, spins);
  return true;
}

[[gnu::always_inline]] inline void Scheduler::add(Thread& thread, Way way) {
  alternatives_.push_back({thread.id, way});
  // Most threads have not spun at all; the others are looked at closer.
  const bool may_only_look = thread.spins > kSpinsMax || thread.pending.kind == OpKind::kYield;
  if (!may_only_look || !only_looks(thread)) somebody_works_ = true;
  if (thread.stood_back) somebody_spins_ = true;
}

void Scheduler::collect_ways(Thread& thread) {
  const Operation& pending = thread.pending;
  if (waits_to_take(pending.kind)) {
    if (can_have(pending, thread.id)) add(thread, 0);
    if (run_.is_due(pending)) add(thread, kTimeout);
    return;
  }
  switch (pending.kind) {
    case OpKind::kWake:
      if (thread.notified || thread.timed_out) {
        if (pending.mutex->is_free_for(thread.id)) add(thread, 0);
        return;
      }
      if (run_.is_due(pending)) add(thread, kTimeout);
      if (run_.may_wake_unasked()) add(thread, kSpurious);
      return;
    case OpKind::kFutexAwake:
      if (thread.notified)
        add(thread, 0);
      else if (run_.is_due(pending))
        add(thread, kTimeout);
      return;
    case OpKind::kSleep:
      if (run_.is_due(pending)) add(thread, 0);
      return;
    case OpKind::kJoin:
      if (run_.threads[pending.other]->exited) add(thread, 0);
      if (run_.is_due(pending)) add(thread, kTimeout);
      return;
    case OpKind::kNotifyOne: {
      const std::size_t waiters = std::max<std::size_t>(1, pending.object->waiters.size());
      for (std::size_t way = 0; way < waiters; ++way) add(thread, static_cast<Way>(way));
      return;
    }
    case OpKind::kFutexWake: {
      const std::size_t waiters = pending.object->waiters.size();
      const std::size_t ways = pending.alternatives == 1 && waiters > 1 ? waiters : 1;
      for (std::size_t way = 0; way < ways; ++way) add(thread, static_cast<Way>(way));
      return;
    }
    case OpKind::kExit:
      if (thread.id == 0 && !thread.ends_program && !detached_threads_go_on()) add(thread, 0);
      return;
    case OpKind::kChoose:
      for (std::uint32_t way = 0; way < pending.alternatives; ++way) {
        add(thread, static_cast<Way>(way));
      }
      return;
    default:
      add(thread, 0);
  }
}

// A detached thread from which the body has heard may be about to end: what comes after its last
// word to others, such as waking them, is still done. One that waits is left behind.
bool Scheduler::detached_threads_go_on() {
  const std::size_t count = alternatives_.size();
  const bool somebody_worked = somebody_works_;
  for (Thread* thread : run_.threads) {
    if (!thread->exited && run_.was_heard_from(*thread)) collect_ways(*thread);
  }
  const bool some = alternatives_.size() > count;
  alternatives_.resize(count);
  somebody_works_ = somebody_worked;
  return some;
}

// Nobody can run: the clock jumps to the earliest deadline. Returns false if there is none.
bool Scheduler::let_time_pass() {
  Nanoseconds earliest = kNever;
  for (const Thread* thread : run_.threads) {
    // A sleeper that has been woken waits for no deadline any more.
    const OpKind kind = thread->pending.kind;
    const bool slept = kind == OpKind::kWake || kind == OpKind::kFutexAwake;
    if (thread->exited || (slept && (thread->notified || thread->timed_out))) continue;
    earliest = std::min(earliest, thread->pending.deadline.at);
  }
  if (earliest == kNever) return false;
  run_.now = std::max(run_.now, earliest);
  note_standstill();
  return true;
}

void Scheduler::fail_after_too_many_steps(const Thread& thread) {
  const FailureKind kind =
      run_.options->polling_forbidden ? FailureKind::kPolls : FailureKind::kNeverEnds;
  run_.fail({kind, {}, {}, thread.id});
}

}  // namespace interleave
