// The steps of a story: which call of the test each belongs to, and what it does.
#include <algorithm>
#include <array>
#include <utility>

#include "story/calls.hpp"
#include "story/fold.hpp"
#include "story/numbers.hpp"
#include "story/teller.hpp"

namespace interleave {
namespace {

// "90 min", and "1 h 1 ms" where no unit says it in a number that is easily read.
std::string duration_in_words(Nanoseconds duration) {
  constexpr Nanoseconds kCountMax = 9'999;
  struct Unit {
    Nanoseconds nanoseconds;
    const char* name;
  };
  constexpr std::array units{Unit{3'600'000'000'000, " h"}, Unit{60'000'000'000, " min"},
                             Unit{1'000'000'000, " s"}, Unit{1'000'000, " ms"}, Unit{1'000, " us"}};
  for (const Unit unit : units) {
    const Nanoseconds count = duration / unit.nanoseconds;
    if (count > 0 && count <= kCountMax && duration % unit.nanoseconds == 0) {
      return std::to_string(count) + unit.name;
    }
  }
  for (const Unit unit : units) {
    if (duration < unit.nanoseconds) continue;
    const std::string text = std::to_string(duration / unit.nanoseconds) + unit.name;
    const Nanoseconds rest = duration % unit.nanoseconds;
    return rest == 0 ? text : text + " " + duration_in_words(rest);
  }
  return std::to_string(duration) + " ns";
}

std::string wall_clock_move_in_words(Nanoseconds by) {
  const std::string duration = duration_in_words(by < 0 ? -by : by);
  return "sets the wall clock " + duration + (by < 0 ? " back" : " forward");
}

constexpr std::size_t kCodeCharactersMax = 36;

// Of a call, where the lanes of so many threads, that of the test among them, leave room for it.
constexpr std::size_t kThreadsWithRoom = 3;
constexpr std::size_t kCallCharactersMax = 44;
constexpr std::size_t kCallCharactersOfManyMax = 28;

}  // namespace

std::string Teller::notification_in_words(const RecordedStep& step) {
  const std::string all = step.kind == OpKind::kNotifyAll ? "all on " : "";
  const std::string text = "notifies " + all + object_name(step.object) + ": ";
  if (step.waiters == 0) return text + "nobody waits";
  if (step.woken == kNobody) return text + "wakes " + std::to_string(step.waiters);
  const std::string others =
      step.waiters == 1 ? "" : " (" + std::to_string(step.waiters) + " wait)";
  return text + "wakes " + thread_name(step.woken) + others;
}

std::string Teller::in_words(const RecordedStep& step) {
  if (!step.words.empty()) return step.words;
  const std::string object = object_name(step.object);
  switch (step.kind) {
    case OpKind::kLock:
    case OpKind::kReadLock:
      if (step.way == kTimeout) return "gives up waiting for " + object;
      return std::string(verb(step.kind)) + " " + object;
    case OpKind::kTryLock:
    case OpKind::kTryReadLock:
      return std::string(verb(step.kind)) + " " + object + (step.in_vain ? ": it is taken" : "");
    case OpKind::kTake:
      if (step.way == kTimeout) return "gives up waiting for " + object;
      return "takes from " + object;
    case OpKind::kTryTake:
      return "tries to take from " + object + (step.in_vain ? ": it has none" : "");
    case OpKind::kWait:
      return "waits on " + object;
    case OpKind::kWake:
      if (step.way == kTimeout) return "times out on " + object + time_waited(step);
      if (step.way == kSpurious) return "wakes from " + object + ", unasked";
      return "goes on with " + object_name(step.mutex) + time_waited(step);
    case OpKind::kNotifyOne:
    case OpKind::kNotifyAll:
      return notification_in_words(step);
    case OpKind::kFutexWait:
      return "sleeps on " + object;
    case OpKind::kFutexAwake:
      return (step.way == kTimeout ? "times out on " : "wakes from ") + object + time_waited(step);
    case OpKind::kFutexWake:
      if (step.waiters == 0) return "wakes nobody on " + object;
      return "wakes " +
             (step.woken == kNobody ? std::to_string(step.waiters) : thread_name(step.woken)) +
             " on " + object;
    case OpKind::kSleep:
      if (step.awaits_others) return "lets the others go first";
      if (step.wall_clock_move != 0) return wall_clock_move_in_words(step.wall_clock_move);
      return "sleeps until +" + duration_in_words(step.deadline);
    case OpKind::kChoose:
      return "chooses " + std::to_string(step.way);
    case OpKind::kYield:
      return "yields";
    case OpKind::kAtomicLoad:
    case OpKind::kAtomicStore:
      if (step.object->kind != ObjectKind::kMemory)
        return std::string(verb(step.kind)) + " " + object;
      return (step.kind == OpKind::kAtomicLoad ? "reads " : "writes ") + object;
    case OpKind::kCreate:
      return "starts " + thread_name(step.other);
    default:
      return std::string(verb(step.kind)) + " " + object;
  }
}

// A thread that is in another call of the test than at its step before gets a line that says so.
void Teller::add_call(ThreadId thread, const Stack& stack, const std::vector<Location>& lines) {
  last_calls_.resize(execution_.threads().size());
  if (lines.size() < 2) {
    last_calls_[thread].clear();
    return;
  }
  const Stack calls = symbolizer_.up_to_first_user_line(stack);
  if (calls == last_calls_[thread]) return;
  last_calls_[thread] = calls;
  Step step;
  step.thread = thread;
  const bool has_room = execution_.threads().size() <= kThreadsWithRoom;
  step.what = call_text(lines[0], lines[1].source.function,
                        has_room ? kCallCharactersMax : kCallCharactersOfManyMax);
  step.source = lines[0].source;
  step.is_call = true;
  step.before = states_of(*held_now_);
  failure_.story.steps.push_back(std::move(step));
}

void Teller::add_step(ThreadId thread, std::string what, const std::vector<Location>& lines) {
  Step step;
  step.thread = thread;
  step.what = std::move(what);
  if (!lines.empty()) step.source = lines.back().source;
  step.inside_call = lines.size() > 1;
  step.output = std::exchange(printed_, "");
  step.before = states_of(*held_now_);
  failure_.story.steps.push_back(std::move(step));
}

// Keeps up with the call to code told from outside that the thread of `step` is in. Returns false
// if it is in none.
bool Teller::follow_outside(const RecordedStep& step) {
  outside_.resize(execution_.threads().size());
  LastOutside& last = outside_[step.thread];
  std::optional<OutsideCall> call = symbolizer_.outside_call(step.stack);
  if (!call) {
    last = {};
    return false;
  }
  // One call comes to a place once, or waits there once more.
  const bool waits = step.kind == OpKind::kWait || step.kind == OpKind::kWake;
  const bool is_new = call->callers != last.call.callers || (step.stack == last.first && !waits);
  if (is_new) last = {std::move(*call), step.stack};
  return true;
}

// Of a call to code that is told from outside: that it is made, when its thread waits in it, and
// what it says itself.
void Teller::add_step_outside(const RecordedStep& step, const std::vector<Location>& lines) {
  LastOutside& last = outside_[step.thread];
  const std::string& call = last.call.text;
  const bool was_told = std::exchange(last.is_told, true);
  const bool times_out = step.kind == OpKind::kWake && step.way == kTimeout;
  const bool had_timed_out = std::exchange(last.timed_out, times_out);
  if (!was_told) add_step(step.thread, call, lines);
  if (step.kind == OpKind::kWait) {
    // That it is made need not be said before.
    std::vector<Step>& told = failure_.story.steps;
    if (told.back().thread == step.thread && told.back().what == call) {
      printed_ = told.back().output + printed_;
      told.pop_back();
    }
    add_step(step.thread, "waits in " + call, lines);
  } else if (step.kind == OpKind::kWake && !had_timed_out) {
    add_step(step.thread, "goes on in " + call + time_waited(step), lines);
  } else if (!step.words.empty()) {
    add_step(step.thread, step.words, lines);
  }
}

// ", at +10 ms" if time has passed since the thread of `step` fell asleep, with a limit.
std::string Teller::time_waited(const RecordedStep& step) {
  asleep_since_.resize(execution_.threads().size());
  const Nanoseconds since = std::exchange(asleep_since_[step.thread], step.now);
  if (since == step.now || step.deadline == kNever) return "";
  return ", at +" + duration_in_words(step.now);
}

void Teller::tell_steps() {
  const std::vector<RecordedStep>& steps = recorder_.steps();
  const std::size_t earlier = earlier_ == nullptr ? steps.size() + 1 : earlier_->steps_before;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const RecordedStep& step = steps[i];
    held_now_ = &step.held;
    printed_ += step.output;
    if (i == earlier) tell_access(*earlier_);
    const bool sleeps = step.kind == OpKind::kWait || step.kind == OpKind::kFutexWait;
    if (sleeps) time_waited(step);
    const bool inside = step.kind != OpKind::kStart && step.kind != OpKind::kExit &&
                        step.kind != OpKind::kCreate && step.kind != OpKind::kJoin;
    if (inside) add_call(step.thread, step.stack, lines_[i]);
    const std::vector<Step>& told = failure_.story.steps;
    // Of a wrong result all that happened may matter.
    const bool is_first = told.empty() && (breakdown_.kind == FailureKind::kWrongResult ||
                                           breakdown_.kind == FailureKind::kNeverEnds);
    const bool in_between =
        is_folded_[i] && (is_first || (!told.empty() && told.back().thread != step.thread));
    if (follow_outside(step)) {
      add_step_outside(step, lines_[i]);
      continue;
    }
    if (!in_between && !shown_[i]) continue;
    if (in_between) {
      add_step(step.thread, "locks and unlocks " + object_name(step.object), lines_[i]);
    } else {
      add_step(step.thread, in_words(step), lines_[i]);
    }
    if (step.object != nullptr) failure_.story.steps.back().object = index_of(*step.object);
  }
  held_now_ = &held_at_end_;
  if (earlier == steps.size()) tell_access(*earlier_);
  cycle_steps_ = fold_repetitions(failure_.story.steps);
  tell_last_step();
}

void Teller::tell_access(const RecordedAccess& access) {
  const std::vector<Location> lines = symbolizer_.told_lines(access.stack);
  add_call(access.thread, access.stack, lines);
  std::string what = access_verb(access);
  // The two lines of a race stand below each other.
  what.resize(std::max(access_verb(*earlier_).size(), access_verb(*later_).size()) + 1, ' ');
  add_step(access.thread,
           what + (lines.empty() ? "?" : statement_at(lines.back(), kCodeCharactersMax)), lines);
  if (!breakdown_.race->after_free) failure_.story.steps.back().note = "the race";
}

// What the failing thread was about.
void Teller::tell_last_step() {
  if (later_ != nullptr) return tell_access(*later_);
  if (breakdown_.thread == kNobody) return;
  const bool left_behind = failure_.kind == FailureKind::kThreadLeftBehind;
  const Thread& thread = left_behind ? execution_.self() : *execution_.threads()[breakdown_.thread];
  const Stack stack = Recorder::stack_of(thread, thread.pc);
  const std::vector<Location> no_lines;
  const std::vector<Location> lines = symbolizer_.told_lines(stack);
  switch (failure_.kind) {
    case FailureKind::kWrongResult:
      if (!breakdown_.invariant.empty()) return tell_broken_invariant();
      if (!breakdown_.step.empty()) {
        add_step(thread.id, breakdown_.step, lines);
        break;
      }
      add_step(thread.id, "the assertion fails", breakdown_.file.empty() ? lines : no_lines);
      if (!breakdown_.file.empty()) failure_.story.steps.back().source = failed_assertion();
      break;
    case FailureKind::kCrash:
      add_call(thread.id, stack, lines);
      add_step(thread.id,
               breakdown_.exception_type.empty() ? breakdown_.message
                                                 : "throws " + breakdown_.exception_type,
               lines);
      break;
    case FailureKind::kThreadLeftBehind:
      add_step(thread.id,
               (breakdown_.message.empty() ? "ends, and leaves behind " : "does not join ") +
                   thread_name(breakdown_.thread),
               breakdown_.message.empty() ? no_lines : lines);
      break;
    case FailureKind::kMisuse:
      add_step(thread.id, misuse_in_words(), lines);
      break;
    default:
      break;
  }
}

// By the step that was told last, unless that is too small to be told.
void Teller::tell_broken_invariant() {
  std::vector<Step>& steps = failure_.story.steps;
  const bool is_told = !steps.empty() && steps.back().thread == breakdown_.thread &&
                       !shown_.empty() && shown_.back();
  if (!is_told)
    add_step(breakdown_.thread, "goes on",
             lines_.empty() ? std::vector<Location>{} : lines_.back());
  steps.back().note = "breaks: " + breakdown_.invariant;
}

// Whoever wants a lock while others go on for ever may be what the reader looks for.
bool Teller::is_kept_out(const Thread& thread) const {
  if (breakdown_.kind != FailureKind::kNeverEnds && breakdown_.kind != FailureKind::kPolls) {
    return false;
  }
  const Operation& pending = thread.pending;
  const bool locks = pending.kind == OpKind::kLock || pending.kind == OpKind::kReadLock;
  return !thread.exited && locks && !pending.object->is_free_for(thread.id);
}

void Teller::tell_ends() {
  for (const Thread* thread : execution_.threads()) {
    StoryThread& told = failure_.story.threads[thread->id];
    told.stuck = breakdown_.kind == FailureKind::kDeadlock ? is_part_of_deadlock(*thread)
                                                           : is_kept_out(*thread);
    told.end = thread->exited ? "ended" : waiting_in_words(*thread);
    const std::vector<Location> lines =
        thread->exited ? std::vector<Location>{}
                       : symbolizer_.told_lines(Recorder::stack_of(*thread, thread->pc));
    if (!lines.empty()) told.source = lines.back().source;
    tell_what_it_waits_for(*thread);
  }
  failure_.story.end = states_of(held_at_end_);
}

}  // namespace interleave
