// What went wrong, in one to three sentences.
#include <algorithm>
#include <filesystem>

#include "story/numbers.hpp"
#include "story/teller.hpp"

namespace interleave {
namespace {

std::string place_of(const std::vector<Location>& lines) {
  if (lines.empty()) return "";
  const Source& source = lines.back().source;
  return std::filesystem::path(source.file).filename().string() + ":" + std::to_string(source.line);
}

std::string in_parentheses(const std::string& text) {
  return text.empty() ? "" : " (" + text + ")";
}

}  // namespace

// What a thread that has not ended is about, as "waits on not_full_".
std::string Teller::waiting_in_words(const Thread& thread) {
  const Operation& pending = thread.pending;
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
  switch (breakdown_.kind) {
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
      return thread_name(breakdown_.thread) + " " + breakdown_.message + ".";
    default:
      return breakdown_.message;
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
  return text;
}

std::string Teller::stuck_headline() {
  std::string text;
  for (const Thread* thread : execution_.threads()) {
    // Who waits for another to end is not the cause, unless all do.
    if (thread->exited || thread->pending.kind == OpKind::kJoin) continue;
    const std::vector<Location> lines =
        symbolizer_.user_lines(Recorder::stack_of(*thread, thread->pc));
    if (!text.empty()) text += "\n";
    text += thread_name(thread->id) + " " + waiting_in_words(*thread) +
            in_parentheses(place_of(lines)) + ".";
    const bool sleeps = thread->pending.kind == OpKind::kWake && !thread->notified;
    if (sleeps && thread->pending.object->last_notifier == kNobody) {
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
    return enters && step.thread != woken && step.thread != sleeper.id;
  });
  if (condition.last_notifier == sleeper.id) return changed < notified;
  const std::ptrdiff_t in_vain = last_where([&](const RecordedStep& step) {
    return step.thread == woken && step.kind == OpKind::kWait && step.object == &condition;
  });
  return notified < fell_asleep || changed > notified || in_vain > notified;
}

std::string Teller::lost_wakeup_headline(const Thread& sleeper) {
  const Object& condition = *sleeper.pending.object;
  const std::string name = object_name(&condition);
  const std::string who = thread_name(sleeper.id);
  const std::vector<Location> lines =
      symbolizer_.user_lines(Recorder::stack_of(sleeper, sleeper.pc));
  std::string text = who + " sleeps on " + name + in_parentheses(place_of(lines)) +
                     ", although what it waits for has come: looking again, it would go on.\n";
  const std::string notifier = thread_name(condition.last_notifier);
  if (condition.last_woken == kNobody) {
    text += name + " was last notified by " + notifier + ", when nobody slept on it";
  } else if (condition.last_woken == sleeper.id || condition.last_woke_all) {
    text += name + " was last notified by " + notifier + ", too early: " + who +
            " woke, did not find it yet, and fell asleep again";
  } else {
    text += name + " was last notified by " + notifier + ", and that woke " +
            thread_name(condition.last_woken) + " instead";
  }
  return text + ". Nobody is left to notify it again.";
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
  const char* what = access.kind == AccessKind::kRead    ? " reads"
                     : access.kind == AccessKind::kWrite ? " writes"
                                                         : " frees";
  return thread_name(access.thread) + what +
         in_parentheses(place_of(symbolizer_.user_lines(access.stack))) + " holding " +
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

std::string Teller::race_headline() {
  const Race& race = *breakdown_.race;
  if (earlier_ == nullptr || later_ == nullptr) {
    return "Two threads use the same memory, and nothing orders them.";
  }
  if (race.after_free) {
    const std::string freed_twice = race.later == AccessKind::kFree ? " a second time" : "";
    return access_in_words(*later_) + freed_twice +
           ".\nThat memory was freed before: " + access_in_words(*earlier_) + ".";
  }
  const bool both_write = race.earlier != AccessKind::kRead && race.later != AccessKind::kRead;
  return access_in_words(*earlier_) + ",\n" + access_in_words(*later_) +
         ".\nIt is the same memory" + (both_write ? ", both change it" : "") +
         ", and nothing orders the two: no lock that both hold, no join or notification between." +
         different_locks();
}

std::string Teller::endless_headline() {
  const Thread& thread = *execution_.threads()[breakdown_.thread];
  const std::vector<Location> lines = symbolizer_.user_lines(Recorder::stack_of(thread, thread.pc));
  const std::string who = thread_name(thread.id) + in_parentheses(place_of(lines));
  if (!breakdown_.message.empty()) return who + " " + breakdown_.message + ".";
  if (breakdown_.kind == FailureKind::kPolls) {
    return who +
           " looks again and again, by sleeping, yielding or going round, for something that "
           "another thread has to do.\nIt should block until it is told.";
  }
  return "After " + with_commas(execution_.steps()) + " steps the threads are still busy, " + who +
         " among them, and nothing shows that they will ever end.";
}

std::string Teller::crash_headline() {
  const std::string who = thread_name(breakdown_.thread);
  if (breakdown_.exception_type.empty()) return who + ": " + breakdown_.message + ".";
  std::string text = who + " throws " + breakdown_.exception_type;
  if (!breakdown_.message.empty()) text += " (" + breakdown_.message + ")";
  return text + ", and nobody catches it.";
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
