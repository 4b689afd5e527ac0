// What went wrong, in one to three sentences.
#include <algorithm>
#include <optional>

#include "story/numbers.hpp"
#include "story/places.hpp"
#include "story/teller.hpp"

namespace interleave {
namespace {

std::string in_parentheses(const std::string& text) {
  return text.empty() ? "" : " (" + text + ")";
}

}  // namespace

std::string Teller::place_of(const Source& source) const {
  return Places(failure_.story).of(source);
}

std::string Teller::place_of(const std::vector<Location>& lines) const {
  return lines.empty() ? "" : place_of(lines.back().source);
}

// The call to code that is told from outside in which `thread` waits, if it does.
std::optional<OutsideCall> Teller::call_it_waits_in(const Thread& thread) {
  switch (thread.pending.kind) {
    case OpKind::kLock:
    case OpKind::kWake:
    case OpKind::kSleep:
      return symbolizer_.outside_call(Recorder::stack_of(thread, thread.pc));
    default:
      return std::nullopt;
  }
}

// What a thread that has not ended is about, as "waits on not_full_".
std::string Teller::waiting_in_words(const Thread& thread) {
  const Operation& pending = thread.pending;
  const auto outside = call_it_waits_in(thread);
  if (outside) return "waits in " + outside->text;
  const std::string object = object_name(pending.object);
  switch (pending.kind) {
    case OpKind::kLock:
    case OpKind::kReadLock: {
      const ThreadId owner = pending.object->owner;
      if (owner == kNobody) return "waits for " + object;
      if (owner == thread.id) return "waits for " + object + ", which it holds itself";
      const bool ended = execution_.threads()[owner]->exited;
      return "waits for " + object + ", which " + thread_name(owner) +
             (ended ? " held when it ended" : " holds");
    }
    case OpKind::kWake:
      if (thread.notified || thread.timed_out) {
        const ThreadId owner = pending.mutex->owner;
        return "wants " + object_name(pending.mutex) + " back after waiting on " + object +
               (owner == kNobody ? "" : "; " + thread_name(owner) + " holds it");
      }
      return "waits on " + object;
    case OpKind::kFutexAwake:
    case OpKind::kTake:
      return "waits on " + object;
    case OpKind::kJoin:
      return "waits for " + thread_name(pending.other) + " to end";
    case OpKind::kSleep:
      return "sleeps";
    case OpKind::kOnce:
      return "waits for another thread's initialisation";
    default:
      return "can go on";
  }
}

std::string Teller::headline() {
  switch (failure_.kind) {
    case FailureKind::kDeadlock:
      return deadlock_headline();
    case FailureKind::kDataRace:
      return race_headline();
    case FailureKind::kNeverEnds:
    case FailureKind::kPolls:
      return endless_headline();
    case FailureKind::kCrash:
      return crash_headline();
    case FailureKind::kThreadLeftBehind:
      return left_behind_headline();
    case FailureKind::kMisuse:
      if (breakdown_.race) return race_headline();
      return misuse_headline();
    default:
      return wrong_result_headline();
  }
}

// Probing for a lost wake-up lets threads run on: what is said of them has to be said before.
std::string Teller::deadlock_headline() {
  std::string text = stuck_headline();
  for (const Thread* thread : execution_.threads()) {
    if (thread->exited || thread->pending.kind != OpKind::kWake || thread->notified) continue;
    if (!was_notified_in_vain(*thread)) continue;
    std::string lost = lost_wakeup_headline(*thread);
    if (!execution_.would_go_on(thread->id)) continue;
    failure_.kind = FailureKind::kLostWakeup;
    return lost;
  }
  return text + sleeper_that_would_go_on();
}

// Its notification was not lost: there was none for it. (Probing lets threads run on, see above.)
std::string Teller::sleeper_that_would_go_on() {
  for (const Thread* thread : execution_.threads()) {
    const bool sleeps = !thread->exited && thread->pending.kind == OpKind::kWake;
    if (!sleeps || thread->notified) continue;
    const bool was_notified = thread->pending.object->last_notifier != kNobody;
    const std::string why =
        was_notified ? last_notification(*thread) + "." : "But nobody notifies it.";
    if (!execution_.would_go_on(thread->id)) continue;
    return "\nWhat " + thread_name(thread->id) +
           " waits for has come: looking again, it would go on. " + why;
  }
  return "";
}

// Who waits for another to end is not the cause, unless all do or it holds what another waits for.
bool Teller::is_part_of_deadlock(const Thread& thread) const {
  if (thread.exited) return false;
  if (thread.pending.kind != OpKind::kJoin) return true;
  const std::vector<Thread*>& all = execution_.threads();
  return std::any_of(all.begin(), all.end(), [&thread](const Thread* other) {
    const OpKind kind = other->pending.kind;
    const bool locks = kind == OpKind::kLock || kind == OpKind::kReadLock;
    return !other->exited && locks && other->pending.object->owner == thread.id;
  });
}

std::string Teller::stuck_headline() {
  std::string text;
  for (const Thread* thread : execution_.threads()) {
    if (!is_part_of_deadlock(*thread)) continue;
    const std::vector<Location> lines =
        symbolizer_.told_lines(Recorder::stack_of(*thread, thread->pc));
    if (!text.empty()) text += "\n";
    text += thread_name(thread->id) + " " + waiting_in_words(*thread) +
            in_parentheses(place_of(lines)) + ".";
    const bool sleeps = thread->pending.kind == OpKind::kWake && !thread->notified;
    const bool was_notified = sleeps && thread->pending.object->last_notifier != kNobody;
    if (sleeps && !was_notified && !call_it_waits_in(*thread)) {
      text += " Nobody ever notified it.";
    }
  }
  if (text.empty()) text = "Threads wait for each other to end.";
  return text + "\nNobody can go on.";
}

// A sleeper that, asked to look again, would go on has lost a wake-up if its condition variable was
// notified, but the last notification could not reach it: it came before the sleep, or went to
// another sleeper who only fell asleep again, or after whom somebody changed more and notified
// nobody. (Its own notification counts if nobody has changed anything since.)
bool Teller::was_notified_in_vain(const Thread& sleeper) {
  const Operation& asleep = sleeper.pending;
  const Object& condition = *asleep.object;
  const std::vector<RecordedStep>& steps = recorder_.steps();
  const auto last_where = [&steps](auto holds) {
    for (std::size_t i = steps.size(); i-- > 0;) {
      if (holds(steps[i])) return static_cast<std::ptrdiff_t>(i);
    }
    return std::ptrdiff_t{-1};
  };
  const std::ptrdiff_t notified = last_where([&](const RecordedStep& step) {
    return step.object == &condition &&
           (step.kind == OpKind::kNotifyOne || step.kind == OpKind::kNotifyAll);
  });
  if (notified < 0) return false;
  const std::ptrdiff_t fell_asleep = last_where([&](const RecordedStep& step) {
    return step.thread == sleeper.id && step.kind == OpKind::kWait && step.object == &condition;
  });
  const ThreadId woken = steps[static_cast<std::size_t>(notified)].woken;
  const std::ptrdiff_t changed = last_where([&](const RecordedStep& step) {
    const bool enters = step.kind == OpKind::kLock && step.object == asleep.mutex;
    const bool writes = step.kind == OpKind::kAtomicStore || step.kind == OpKind::kAtomicUpdate;
    return (enters || writes) && step.thread != woken && step.thread != sleeper.id;
  });
  if (condition.last_notifier == sleeper.id) return changed < notified;
  const std::ptrdiff_t in_vain = last_where([&](const RecordedStep& step) {
    return step.thread == woken && step.kind == OpKind::kWait && step.object == &condition;
  });
  return notified < fell_asleep || changed > notified || in_vain > notified;
}

// Why the last notification did not wake it: "not_empty_ was last notified by sender, when nobody
// slept on it".
std::string Teller::last_notification(const Thread& sleeper) {
  const Object& condition = *sleeper.pending.object;
  const std::string who = thread_name(sleeper.id);
  const std::string text =
      object_name(&condition) + " was last notified by " + thread_name(condition.last_notifier);
  if (condition.last_woken == kNobody) return text + ", when nobody slept on it";
  if (condition.last_woken == sleeper.id || condition.last_woke_all) {
    return text + ", too early: " + who + " woke, did not find it yet, and fell asleep again";
  }
  return text + ", and that woke " + thread_name(condition.last_woken) + " instead";
}

std::string Teller::lost_wakeup_headline(const Thread& sleeper) {
  const std::string name = object_name(sleeper.pending.object);
  const std::string who = thread_name(sleeper.id);
  const std::vector<Location> lines =
      symbolizer_.told_lines(Recorder::stack_of(sleeper, sleeper.pc));
  std::string text = who + " sleeps on " + name + in_parentheses(place_of(lines)) +
                     ", although what it waits for has come: looking again, it would go on.\n";
  return text + last_notification(sleeper) + ". Nobody is left to notify it again.";
}

std::string Teller::locks_held(ThreadId thread, std::size_t steps_before) {
  std::vector<const Object*> held;
  const auto drop = [&held](const Object* mutex) {
    const auto last = std::find(held.rbegin(), held.rend(), mutex);
    if (last != held.rend()) held.erase(std::next(last).base());
  };
  for (std::size_t i = 0; i < steps_before; ++i) {
    const RecordedStep& step = recorder_.steps()[i];
    if (step.thread != thread) continue;
    const bool tried = step.kind == OpKind::kTryLock || step.kind == OpKind::kTryReadLock;
    const bool locked = step.kind == OpKind::kLock || step.kind == OpKind::kReadLock;
    if ((locked && step.way != kTimeout) || (tried && !step.in_vain)) held.push_back(step.object);
    if (step.kind == OpKind::kUnlock) drop(step.object);
    if (step.kind == OpKind::kWait) drop(step.mutex);
    if (step.kind == OpKind::kWake && step.way == 0) held.push_back(step.mutex);
  }
  std::string text;
  for (const Object* mutex : held) text += (text.empty() ? "" : ", ") + object_name(mutex);
  return text.empty() ? "no lock" : text;
}

std::string Teller::access_in_words(const RecordedAccess& access) {
  return thread_name(access.thread) + " " + access_verb(access) +
         in_parentheses(place_of(symbolizer_.told_lines(access.stack))) + " holding " +
         locks_held(access.thread, access.steps_before);
}

// Both hold a lock, but not the same: that is easy to overlook when the two have one name.
std::string Teller::different_locks() {
  const std::string none = locks_held(kNobody, 0);
  const std::string one = locks_held(earlier_->thread, earlier_->steps_before);
  const std::string other = locks_held(later_->thread, later_->steps_before);
  if (one == none || other == none || one == other) return "";  // One lock, both shared: the same.
  return "\nEach holds a lock, but these are two different ones: " + one + " and " + other + ".";
}

std::string Teller::after_free_in_words() {
  const auto place = [this](const RecordedAccess& access) {
    return in_parentheses(place_of(symbolizer_.told_lines(access.stack)));
  };
  const char* use = later_->kind == AccessKind::kRead    ? " reads memory that was freed"
                    : later_->kind == AccessKind::kWrite ? " writes to memory that was freed"
                                                         : " frees memory that was freed before";
  return thread_name(later_->thread) + use + place(*later_) + ".\n" +
         thread_name(earlier_->thread) + " freed it" + place(*earlier_) + ".";
}

std::string Teller::race_headline() {
  if (earlier_ == nullptr || later_ == nullptr) {
    return "Two threads use the same memory, and nothing orders them.";
  }
  if (breakdown_.race->after_free) return after_free_in_words();
  const bool both_write = access_verb(*earlier_) != "reads" && access_verb(*later_) != "reads";
  const std::string variable = racing_variable();
  return access_in_words(*earlier_) + ",\n" + access_in_words(*later_) +
         ".\nIt is the same memory" + in_parentheses(variable) +
         (both_write ? ", both change it" : "") +
         ", and nothing orders the two: no lock that both hold, no join or notification between." +
         different_locks();
}

// Nobody but `thread` can ever do anything.
bool Teller::is_alone(const Thread& thread) const {
  const std::vector<Thread*>& all = execution_.threads();
  return std::all_of(all.begin(), all.end(), [&thread](const Thread* other) {
    if (other == &thread || other->exited || other->notified)
      return other == &thread || other->exited;
    const OpKind kind = other->pending.kind;
    return kind == OpKind::kJoin || kind == OpKind::kExit ||
           ((kind == OpKind::kWake || kind == OpKind::kFutexAwake) &&
            other->pending.deadline.at == kNever);
  });
}

std::string Teller::misuse_in_words() {
  std::string text = breakdown_.message;
  const std::size_t gap = text.find("{}");
  return gap == std::string::npos ? text : text.replace(gap, 2, object_name(breakdown_.object));
}

std::string Teller::misuse_headline() {
  const std::string text = who_failed() + misuse_in_words() + in_parentheses(place_failed()) + ".";
  return breakdown_.advice.empty() ? text : text + "\n" + breakdown_.advice;
}

std::string Teller::endless_headline() {
  const Thread& thread = *execution_.threads()[breakdown_.thread];
  const std::vector<Location> lines = symbolizer_.told_lines(Recorder::stack_of(thread, thread.pc));
  const std::string who = thread_name(thread.id) + in_parentheses(place_of(lines));
  if (!breakdown_.message.empty()) return who + " " + breakdown_.message + ".";
  if (breakdown_.kind == FailureKind::kPolls) {
    return who +
           " looks again and again, by sleeping, yielding or going round, for something that "
           "another thread has to do.\nIt should block until it is told.";
  }
  const bool only_looks = thread.pending.kind == OpKind::kAtomicLoad && is_alone(thread);
  if (only_looks && cycle_steps_ == 1) {
    return who + " reads " + object_name(thread.pending.object) +
           " again and again, and nobody is left who could change it.";
  }
  const std::string after = "After " + with_commas(execution_.steps()) + " steps ";
  if (cycle_steps_ > 0) {
    const std::string steps = cycle_steps_ == 1 ? "step" : std::to_string(cycle_steps_) + " steps";
    return after + who + " still goes round in the same " + steps +
           ", and nothing shows that the threads will ever end.";
  }
  return after + "the threads are still busy, " + who +
         " among them, and nothing shows that they will ever end.";
}

std::string Teller::who_failed() const { return thread_name(breakdown_.thread) + " "; }

std::string Teller::place_failed() {
  const Thread& thread = *execution_.threads()[breakdown_.thread];
  return place_of(symbolizer_.told_lines(Recorder::stack_of(thread, thread.pc)));
}

Source Teller::failed_assertion() const { return {breakdown_.file, breakdown_.line, "", ""}; }

// A test framework's words stand below: they have lines of their own.
std::string Teller::wrong_result_headline() {
  if (!breakdown_.step.empty()) return breakdown_.message;
  if (!breakdown_.invariant.empty()) {
    const std::string place = lines_.empty() ? "" : place_of(lines_.back());
    return who_failed() + "breaks an invariant" + in_parentheses(place) + ": " +
           breakdown_.invariant + ".\n" + breakdown_.message;
  }
  const bool by_framework = !breakdown_.file.empty();
  const std::string place = by_framework ? place_of(failed_assertion()) : place_failed();
  return who_failed() + "finds a wrong result" + in_parentheses(place) +
         (by_framework ? ":\n" : ": ") + breakdown_.message;
}

std::string Teller::crash_headline() {
  const std::string place = in_parentheses(place_failed());
  if (breakdown_.exception_type.empty()) return who_failed() + breakdown_.message + place + ".";
  const std::string what = who_failed() + "throws " + breakdown_.exception_type + place;
  if (breakdown_.message.empty()) return what + ", and nobody catches it.";
  return what + ", and nobody catches it:\n" + breakdown_.message;
}

std::string Teller::left_behind_headline() {
  const std::string who = thread_name(breakdown_.thread);
  if (breakdown_.message.empty()) {
    return "The test is over, and " + who +
           " still runs. Whoever starts a thread has to wait for "
           "its end (join) before what it uses is gone.";
  }
  return "A std::thread is destroyed, or assigned to, without having been joined: that of " + who +
         ".\nC++ ends the whole program then (std::terminate). Join the thread first.";
}

}  // namespace interleave
