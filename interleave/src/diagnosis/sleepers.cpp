#include "diagnosis/sleepers.hpp"

#include <algorithm>
#include <limits>

namespace interleave {
namespace {

bool sleeps_on_condition(const Thread& thread) {
  return !thread.exited && thread.pending.kind == OpKind::kWake && !thread.notified &&
         !thread.timed_out;
}

std::vector<ThreadId> sleepers_of(const Run& run) {
  std::vector<ThreadId> sleepers;
  for (const Thread* thread : run.threads) {
    if (sleeps_on_condition(*thread)) sleepers.push_back(thread->id);
  }
  return sleepers;
}

bool writes_atomic(const RecordedStep& step) {
  return step.kind == OpKind::kAtomicStore || step.kind == OpKind::kAtomicUpdate;
}

bool reads_atomic(const RecordedStep& step) {
  return step.kind == OpKind::kAtomicLoad || step.kind == OpKind::kAtomicUpdate;
}

bool notifies(const RecordedStep& step) {
  return step.kind == OpKind::kNotifyOne || step.kind == OpKind::kNotifyAll;
}

// Every access to memory that comes before the step after it.
Moment moment_of_step(std::size_t step) {
  return {step, std::numeric_limits<std::uint64_t>::max()};
}

Moment moment_of(const RecordedAccess& access) { return {access.steps_before, access.number}; }

bool overlap(const RecordedAccess& a, const RecordedAccess& b) {
  const auto* begin_a = static_cast<const char*>(a.address);
  const auto* begin_b = static_cast<const char*>(b.address);
  return begin_a < begin_b + b.bytes && begin_b < begin_a + a.bytes;
}

// Finds who made true what a sleeper waits for. The sleeper has looked twice at its condition:
// before it fell asleep, and when it was asked. Of what it read both times, another thread wrote
// something in between.
class ChangeFinder {
 public:
  // `accesses` and the first `steps` steps were recorded before it was asked.
  ChangeFinder(const Recorder& recorder, const Accesses& accesses, std::size_t steps,
               std::uint64_t accesses_made, ThreadId sleeper, const Object& mutex)
      : recorder_(recorder),
        accesses_(accesses),
        steps_(steps),
        accesses_made_(accesses_made),
        sleeper_(sleeper) {
    find_last_look(mutex);
  }

  std::optional<Change> find() {
    look();
    if (!found_) {  // It may have looked before it took the mutex.
      taken_ = 0;
      look();
    }
    if (by_several_) return std::nullopt;
    return std::move(found_);
  }

 private:
  // What it read since it took the mutex for its last look, before it fell asleep.
  void find_last_look(const Object& mutex) {
    const std::vector<RecordedStep>& steps = recorder_.steps();
    for (std::size_t i = 0; i < steps_; ++i) {
      const RecordedStep& step = steps[i];
      if (step.thread != sleeper_) continue;
      const bool locks = step.kind == OpKind::kLock || step.kind == OpKind::kTryLock;
      const bool takes =
          (locks && step.object == &mutex) || (step.kind == OpKind::kWake && step.mutex == &mutex);
      if (takes) taken_ = i;
      if (step.kind == OpKind::kWait) asleep_ = i;
    }
  }

  void look() {
    look_at_memory();
    look_at_atomics();
  }

  void look_at_memory() {
    for (const auto& [key, now] : recorder_.accesses()) {
      const bool is_asked =
          now.thread == sleeper_ && now.kind == AccessKind::kRead && now.number > accesses_made_;
      if (!is_asked) continue;
      const std::optional<Moment> look = last_look_at(now);
      if (look) find_write(now, *look);
    }
  }

  std::optional<Moment> last_look_at(const RecordedAccess& what) const {
    std::optional<Moment> last;
    for (const auto& [key, access] : accesses_) {
      const bool looked = access.thread == sleeper_ && access.kind == AccessKind::kRead &&
                          access.steps_before > taken_ && access.steps_before <= asleep_;
      if (!looked || !overlap(access, what)) continue;
      if (!last || moment_of(access) > *last) last = moment_of(access);
    }
    return last;
  }

  void find_write(const RecordedAccess& what, Moment look) {
    for (const auto& [key, access] : accesses_) {
      const bool writes = access.thread != sleeper_ && access.kind == AccessKind::kWrite;
      if (!writes || !overlap(access, what) || moment_of(access) < look) continue;
      note({access.thread, {access.stack}, moment_of(access), look, {}});
    }
  }

  void look_at_atomics() {
    const std::vector<RecordedStep>& steps = recorder_.steps();
    for (std::size_t now = steps_; now < steps.size(); ++now) {
      if (steps[now].thread != sleeper_ || !reads_atomic(steps[now])) continue;
      const Object* atomic = steps[now].object;
      std::optional<std::size_t> look;
      for (std::size_t i = taken_; i < asleep_; ++i) {
        const RecordedStep& step = steps[i];
        if (step.thread == sleeper_ && step.object == atomic && reads_atomic(step)) look = i;
      }
      for (std::size_t i = look.value_or(steps_); i < steps_; ++i) {
        const RecordedStep& step = steps[i];
        if (step.thread == sleeper_ || step.object != atomic || !writes_atomic(step)) continue;
        note({step.thread, {step.stack}, moment_of_step(i), moment_of_step(*look), i});
      }
    }
  }

  void note(Change change) {
    if (!found_) {
      found_ = std::move(change);
      return;
    }
    if (change.step && change.step == found_->step) return;  // It was read twice.
    by_several_ = by_several_ || change.by != found_->by;
    found_->places.push_back(std::move(change.places.front()));
    found_->moment = std::min(found_->moment, change.moment);
    found_->last_look = std::max(found_->last_look, change.last_look);
    found_->step.reset();
  }

  const Recorder& recorder_;
  const Accesses& accesses_;
  const std::size_t steps_;
  const std::uint64_t accesses_made_;
  const ThreadId sleeper_;
  std::size_t taken_ = 0;   // The step by which it took the mutex for its last look.
  std::size_t asleep_ = 0;  // The step by which it fell asleep.
  std::optional<Change> found_;
  bool by_several_ = false;
};

AskedSleeper ask(Execution& execution, Recorder& recorder, ThreadId thread) {
  const Accesses accesses = recorder.accesses();
  const std::uint64_t accesses_made = recorder.accesses_made();
  const std::size_t steps = recorder.steps().size();
  const Object& mutex = *execution.threads()[thread]->pending.mutex;
  AskedSleeper asked{thread, execution.ask(thread, recorder), {}};
  if (asked.answer == Answer::kGoesOn) {
    asked.change = ChangeFinder(recorder, accesses, steps, accesses_made, thread, mutex).find();
  }
  return asked;
}

// The last step for which `holds` is true.
template <typename Holds>
std::optional<std::size_t> last_step(const Recorder& recorder, Holds holds) {
  const std::vector<RecordedStep>& steps = recorder.steps();
  for (std::size_t i = steps.size(); i-- > 0;) {
    if (holds(steps[i])) return i;
  }
  return std::nullopt;
}

// Whether a notification came that could not reach the sleeper: before it slept, or to another. Its
// own does not count as one, nor one that did wake it, unless somebody has changed something since.
bool is_lost(const Recorder& recorder, const Thread& sleeper, std::size_t notified,
             std::size_t fell_asleep) {
  const RecordedStep& notification = recorder.steps()[notified];
  const bool woke_it = std::find(notification.woken.begin(), notification.woken.end(),
                                 sleeper.id) != notification.woken.end();
  const bool is_own = notification.thread == sleeper.id;
  if (!woke_it && !is_own) return true;
  const std::optional<std::size_t> changed = last_step(recorder, [&](const RecordedStep& step) {
    const bool enters = step.kind == OpKind::kLock && step.object == sleeper.pending.mutex;
    const bool is_other = step.thread != sleeper.id;
    return is_other && (enters || writes_atomic(step)) &&
           std::find(notification.woken.begin(), notification.woken.end(), step.thread) ==
               notification.woken.end();
  });
  if (is_own) return !changed || *changed < notified;
  return notified < fell_asleep || (changed && *changed > notified);
}

Missed missed_by(const Run& run, const Recorder& recorder, const AskedSleeper& asked) {
  const Thread& sleeper = *run.threads[asked.thread];
  const Object* condition = sleeper.pending.object;
  Missed missed;
  missed.sleeper = asked.thread;
  missed.condition = condition;
  missed.change = asked.change;
  missed.notification = last_step(recorder, [condition](const RecordedStep& step) {
    return notifies(step) && step.object == condition;
  });
  const auto fell_asleep = last_step(recorder, [&](const RecordedStep& step) {
    return step.thread == sleeper.id && step.kind == OpKind::kWait && step.object == condition;
  });
  const std::size_t asleep = fell_asleep.value_or(0);
  if (missed.notification) {
    const std::size_t notified = *missed.notification;
    missed.while_asleep = notified > asleep;
    missed.is_lost = is_lost(recorder, sleeper, notified, asleep);
  }
  if (!missed.change) return missed;
  const Change& change = *missed.change;
  if (missed.notification) {
    const Moment moment = moment_of_step(*missed.notification);
    missed.notified_after_change = moment > change.moment;
    missed.between_look_and_sleep = !missed.while_asleep && moment > change.last_look;
  }
  const auto instead = last_step(recorder, [&](const RecordedStep& step) {
    return notifies(step) && step.object != condition && step.thread == change.by;
  });
  if (instead && moment_of_step(*instead) > change.moment) {
    missed.notified_instead = recorder.steps()[*instead].object;
  }
  return missed;
}

}  // namespace

std::vector<AskedSleeper> ask_sleepers(Execution& execution,
                                       const std::function<void(Recorder&)>& run_again) {
  std::vector<AskedSleeper> asked;
  for (std::size_t i = 0;; ++i) {
    Recorder recorder;
    run_again(recorder);
    const std::vector<ThreadId> sleepers = sleepers_of(execution.state());
    if (i >= sleepers.size()) break;
    asked.push_back(ask(execution, recorder, sleepers[i]));
  }
  return asked;
}

std::optional<Missed> find_missed(const Run& run, const Recorder& recorder,
                                  const std::vector<AskedSleeper>& asked) {
  std::optional<Missed> best;
  for (const AskedSleeper& sleeper : asked) {
    if (sleeper.answer != Answer::kGoesOn) continue;
    Missed missed = missed_by(run, recorder, sleeper);
    if (!best || (missed.is_lost && !best->is_lost)) best = std::move(missed);
  }
  return best;
}

}  // namespace interleave
