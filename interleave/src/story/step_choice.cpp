#include "story/step_choice.hpp"

#include "story/bookkeeping.hpp"

namespace interleave {
namespace {

class StepChoice {
 public:
  StepChoice(const Recorder& recorder, const Finding& finding, Symbolizer& symbolizer)
      : recorder_(recorder),
        steps_(recorder.steps()),
        finding_(finding),
        symbolizer_(symbolizer),
        shown_(steps_.size(), Shown::kYes) {}

  std::vector<Shown> choose() {
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      const RecordedStep& step = steps_[i];
      if (!tells_something(step)) shown_[i] = Shown::kNo;
      const MemoryName* name = recorder_.sightings().of(step.object);
      if (is_library_bookkeeping(symbolizer_, step, name)) shown_[i] = Shown::kBookkeeping;
    }
    for (std::size_t i = steps_.size(); i-- > 0;) fold_critical_section(i);
    for (std::size_t i = 0; i < steps_.size(); ++i) hide_unlock_after_wakeup(i);
    return std::move(shown_);
  }

 private:
  bool tells_something(const RecordedStep& step) const {
    if (!step.output.empty()) return false;
    switch (step.kind) {
      case OpKind::kStart:
      case OpKind::kExit:
      case OpKind::kJoin:
        return false;
      case OpKind::kCreate:
        return finding_.kind == FailureKind::kThreadLeftBehind && step.other == finding_.thread;
      case OpKind::kYield:  // One that goes round in memory is made to yield.
        return finding_.kind != FailureKind::kNeverEnds || finding_.breakdown.message.empty();
      default:
        return true;
    }
  }

  // A critical section that nobody interrupts is as good as one step: its lock and unlock are not
  // shown, only what happens inside.
  bool is_uninterrupted(std::size_t locked) const {
    const RecordedStep& lock = steps_[locked];
    for (std::size_t i = locked + 1; i < steps_.size(); ++i) {
      if (steps_[i].thread != lock.thread) {
        if (shown_[i] == Shown::kYes) return false;
        continue;
      }
      if (steps_[i].kind == OpKind::kUnlock && steps_[i].object == lock.object) return true;
      if (steps_[i].kind == OpKind::kWait && steps_[i].mutex == lock.object) return true;
    }
    return false;
  }

  // In a data race the locks that were held are what matters.
  bool surrounds_racing_access(std::size_t locked) const {
    const RecordedAccess* earlier = finding_.earlier;
    if (earlier == nullptr || steps_[locked].thread != earlier->thread) return false;
    if (locked >= earlier->steps_before) return false;
    for (std::size_t i = locked + 1; i < earlier->steps_before; ++i) {
      const bool gives_back = steps_[i].kind == OpKind::kUnlock || steps_[i].kind == OpKind::kWait;
      if (gives_back && steps_[i].thread == earlier->thread) return false;
    }
    return true;
  }

  void fold_critical_section(std::size_t locked) {
    const RecordedStep& lock = steps_[locked];
    if (shown_[locked] != Shown::kYes) return;
    if (lock.kind != OpKind::kLock || lock.way == kTimeout) return;
    if (!is_uninterrupted(locked) || surrounds_racing_access(locked)) return;
    shown_[locked] = Shown::kFolded;
    for (std::size_t i = locked + 1; i < steps_.size(); ++i) {
      const RecordedStep& step = steps_[i];
      if (step.thread != lock.thread || step.object != lock.object) continue;
      if (step.kind != OpKind::kUnlock) continue;
      shown_[i] = Shown::kNo;
      return;
    }
  }

  // After a wake-up the unlock that belongs to it says nothing new.
  void hide_unlock_after_wakeup(std::size_t unlock) {
    if (steps_[unlock].kind != OpKind::kUnlock || shown_[unlock] != Shown::kYes) return;
    for (std::size_t i = unlock; i-- > 0;) {
      if (steps_[i].thread != steps_[unlock].thread) continue;
      const bool woke = steps_[i].kind == OpKind::kWake && steps_[i].mutex == steps_[unlock].object;
      if (woke) shown_[unlock] = Shown::kNo;
      if (woke || steps_[i].kind == OpKind::kLock) return;
    }
  }

  const Recorder& recorder_;
  const std::vector<RecordedStep>& steps_;
  const Finding& finding_;
  Symbolizer& symbolizer_;
  std::vector<Shown> shown_;
};

}  // namespace

std::vector<Shown> choose_steps(const Recorder& recorder, const Finding& finding,
                                Symbolizer& symbolizer) {
  return StepChoice(recorder, finding, symbolizer).choose();
}

}  // namespace interleave
