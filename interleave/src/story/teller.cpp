#include "story/teller.hpp"

#include <algorithm>

#include "story/bookkeeping.hpp"

namespace interleave {
namespace {

constexpr std::size_t kHeadlineColumns = 92;

// Breaks lines that are too long at a space.
std::string wrapped(const std::string& text, std::size_t columns) {
  std::string result;
  std::size_t line_begin = 0;
  for (const char c : text) {
    result += c;
    if (c == '\n') line_begin = result.size();
    if (result.size() - line_begin <= columns) continue;
    const std::size_t space = result.rfind(' ');
    if (space == std::string::npos || space <= line_begin) continue;
    result[space] = '\n';
    line_begin = space + 1;
  }
  return result;
}

}  // namespace

Teller::Teller(Execution& execution, const Recorder& recorder)
    : execution_(execution),
      recorder_(recorder),
      breakdown_(*execution.breakdown()),
      names_(recorder.sightings()) {}

Failure Teller::tell() {
  failure_.kind = breakdown_.kind;
  failure_.exception_type = breakdown_.exception_type;
  failure_.exception_message = breakdown_.exception_type.empty() ? "" : breakdown_.message;
  held_at_end_ = recorder_.snapshot(execution_);
  find_lines();
  find_racing_accesses();
  find_thread_left_behind();
  choose_steps();
  for (const Thread* thread : execution_.threads()) {
    failure_.story.threads.push_back({thread_name(thread->id), "", false});
  }
  tell_steps();
  tell_ends();
  tell_race();
  failure_.headline = wrapped(headline(), kHeadlineColumns);
  tell_objects();
  return std::move(failure_);
}

std::string Teller::thread_name(ThreadId id) const {
  const Thread& thread = *execution_.threads()[id];
  return thread.name.empty() ? "thread " + std::to_string(id) : thread.name;
}

std::string Teller::object_name(const Object* object) {
  return object == nullptr ? "nothing" : names_.of(*object);
}

void Teller::find_lines() {
  for (const RecordedStep& step : recorder_.steps()) {
    const std::vector<Location> lines = symbolizer_.user_lines(step.stack);
    lines_.push_back(told_of(lines));
    const bool waits_again = step.kind == OpKind::kWake || step.kind == OpKind::kFutexAwake;
    if (step.object != nullptr && !lines.empty() && !waits_again) {
      names_.note_use(*step.object, lines.back());
    }
  }
  if (breakdown_.object != nullptr) {  // It may not have been used in any step yet.
    const Thread& thread = *execution_.threads()[breakdown_.thread];
    const std::vector<Location> lines =
        symbolizer_.user_lines(Recorder::stack_of(thread, thread.pc));
    if (!lines.empty()) names_.note_use(*breakdown_.object, lines.back());
  }
  for (const Thread* thread : execution_.threads()) {
    if (thread->exited || thread->pending.object == nullptr) continue;
    const std::vector<Location> lines =
        symbolizer_.user_lines(Recorder::stack_of(*thread, thread->pc));
    if (!lines.empty()) names_.note_use(*thread->pending.object, lines.back());
  }
}

// The accesses of a race are the last ones of their threads to that place.
void Teller::find_racing_accesses() {
  if (!breakdown_.race) return;
  const Recorder::RacingAccesses accesses = recorder_.accesses_of(*breakdown_.race);
  earlier_ = accesses.earlier;
  later_ = accesses.later;
}

// A std::thread that is destroyed or assigned to while it stands for a thread calls
// std::terminate() in the library's code. Nobody says which thread was meant.
void Teller::find_thread_left_behind() {
  const bool ended = breakdown_.kind == FailureKind::kCrash && breakdown_.terminated;
  if (!ended || symbolizer_.is_user_code(execution_.threads()[breakdown_.thread]->pc)) return;
  for (const Thread* thread : execution_.threads()) {
    if (thread->id == 0 || thread->joined || thread->detached) continue;
    failure_.kind = FailureKind::kThreadLeftBehind;
    breakdown_.thread = thread->id;
    return;
  }
}

// A critical section that nobody interrupts is as good as one step: its lock and unlock are not
// shown, only what happens inside.
bool Teller::is_uninterrupted(std::size_t locked) const {
  const std::vector<RecordedStep>& steps = recorder_.steps();
  const RecordedStep& lock = steps[locked];
  const Object* mutex = lock.kind == OpKind::kWake ? lock.mutex : lock.object;
  for (std::size_t i = locked + 1; i < steps.size(); ++i) {
    if (steps[i].thread != lock.thread) {
      if (!shown_[i]) continue;
      return false;
    }
    if (steps[i].kind == OpKind::kUnlock && steps[i].object == mutex) return true;
    if (steps[i].kind == OpKind::kWait && steps[i].mutex == mutex) return true;
  }
  return false;
}

// In a data race the locks that were held are what matters.
bool Teller::surrounds_racing_access(std::size_t locked) const {
  if (earlier_ == nullptr || recorder_.steps()[locked].thread != earlier_->thread) return false;
  if (locked >= earlier_->steps_before) return false;
  for (std::size_t i = locked + 1; i < earlier_->steps_before; ++i) {
    const RecordedStep& step = recorder_.steps()[i];
    const bool gives_back = step.kind == OpKind::kUnlock || step.kind == OpKind::kWait;
    if (gives_back && step.thread == earlier_->thread) return false;
  }
  return true;
}

void Teller::choose_steps() {
  const std::vector<RecordedStep>& steps = recorder_.steps();
  shown_.assign(steps.size(), true);
  is_folded_.assign(steps.size(), false);
  is_bookkeeping_.assign(steps.size(), false);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    switch (steps[i].kind) {
      case OpKind::kStart:
      case OpKind::kExit:
      case OpKind::kJoin:
        shown_[i] = false;
        break;
      case OpKind::kCreate:
        shown_[i] =
            failure_.kind == FailureKind::kThreadLeftBehind && steps[i].other == breakdown_.thread;
        break;
      case OpKind::kYield:  // One that goes round in memory is made to yield.
        shown_[i] = breakdown_.kind != FailureKind::kNeverEnds || breakdown_.message.empty();
        break;
      default:
        break;
    }
    is_bookkeeping_[i] =
        is_library_bookkeeping(symbolizer_, steps[i], recorder_.sightings().of(steps[i].object));
    if (is_bookkeeping_[i] || !steps[i].output.empty()) shown_[i] = false;
  }
  for (std::size_t i = steps.size(); i-- > 0;) {
    if (steps[i].kind != OpKind::kLock || steps[i].way == kTimeout) continue;
    if (!is_uninterrupted(i) || surrounds_racing_access(i)) continue;
    shown_[i] = false;
    is_folded_[i] = true;
    for (std::size_t j = i + 1; j < steps.size(); ++j) {
      if (steps[j].thread != steps[i].thread || steps[j].object != steps[i].object) continue;
      if (steps[j].kind != OpKind::kUnlock) continue;
      shown_[j] = false;
      break;
    }
  }
  // After a wake-up the unlock that belongs to it says nothing new either.
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (steps[i].kind != OpKind::kUnlock || !shown_[i]) continue;
    for (std::size_t j = i; j-- > 0;) {
      if (steps[j].thread != steps[i].thread) continue;
      const bool woke = steps[j].kind == OpKind::kWake && steps[j].mutex == steps[i].object;
      if (woke) shown_[i] = false;
      if (woke || steps[j].kind == OpKind::kLock) break;
    }
  }
}

}  // namespace interleave
