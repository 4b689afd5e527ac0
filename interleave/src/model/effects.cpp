// What each operation does: to the mutexes, condition variables and other objects, to the threads
// that wait for them, and to what threads have seen of each other.
#include "model/effects.hpp"

#include <algorithm>
#include <utility>

#include "model/spin.hpp"

namespace interleave {
namespace {

// Naps (sleeps, yields, time-outs) of one thread before a test that forbids polling calls it that.
constexpr std::uint32_t kNapsMax = 20;

// After so many waits in a row whose time was over before they began, each takes some time: at
// least so long, or a part of what has passed since the first.
constexpr std::uint32_t kOverdueMax = 64;
constexpr Nanoseconds kOverdueAtLeast = 1'000;
constexpr Nanoseconds kOverduePart = 16;

}  // namespace

void Effects::acquire(Thread& thread, Object& object) { thread.clock.join(object.released); }

void Effects::release(Thread& thread, Object& object) {
  object.released.join(thread.clock);
  thread.clock.tick(thread.id);
}

// Whoever leaves a wait may find that what it slept on is no more.
void Effects::note_use(const Thread& thread, const Operation& operation) {
  const bool leaves = operation.kind == OpKind::kWake || operation.kind == OpKind::kFutexAwake;
  const Stamp now = thread.clock.of_known(thread.id);
  if (operation.object != nullptr && !leaves) operation.object->used.set(now);
  if (operation.mutex != nullptr) operation.mutex->used.set(now);
}

void Effects::take(Thread& thread, Way way) {
  const Operation& operation = thread.pending;
  note_use(thread, operation);
  if (traits(operation.kind).takes != Takes::kNothing) return obtain(thread, way);
  switch (operation.kind) {
    case OpKind::kUnlock:
      return give_back(thread, *operation.object);
    case OpKind::kWait:
      return fall_asleep(thread);
    case OpKind::kWake:
      operation.mutex->owner = thread.id;
      operation.mutex->depth = 1;
      return acquire(thread, *operation.mutex);
    case OpKind::kNotifyOne:
      return notify(*operation.object, way);
    case OpKind::kNotifyAll:
      return notify_all(*operation.object);
    case OpKind::kFutexWake:
    case OpKind::kFutexAwake:
      return sleep_or_wake_on_word(thread, way);
    case OpKind::kJoin:
      if (way == kTimeout) return count_nap(thread);
      run_.threads[operation.other]->joined = true;
      return thread.clock.join(run_.threads[operation.other]->clock);
    case OpKind::kGive:
      ++operation.object->count;
      ++operation.object->version;
      return release(thread, *operation.object);
    case OpKind::kArrive:
      return release(thread, *operation.object);
    case OpKind::kSleep:
      time_out(thread);
      return count_nap(thread);
    case OpKind::kYield:
      ++thread.yields;
      return count_nap(thread);
    default:
      return;  // Its effect is local, or done by whoever performs it.
  }
}

// Takes a lock, or from a semaphore, or the part of the one who does what is done once.
void Effects::obtain(Thread& thread, Way way) {
  const Operation& operation = thread.pending;
  const Traits& does = traits(operation.kind);
  Object& object = *operation.object;
  const bool is_lock = does.takes == Takes::kLock || does.takes == Takes::kSharedLock;
  if (is_lock && (does.tries || operation.deadline.at != kNever)) run_.unlocks_matter = true;
  if (way == kTimeout) return count_nap(thread);
  if (does.takes == Takes::kOnce) return begin_once(thread, object);
  if (does.tries && !can_have(operation, thread.id)) {
    run_.way = kInVain;
    return end_look(thread, object, false);
  }
  ++object.version;
  end_look(thread, object, true);
  acquire(thread, object);
  if (does.takes == Takes::kCount) {
    --object.count;
  } else if (does.takes == Takes::kSharedLock) {
    object.readers.push_back(thread.id);
  } else {
    object.owner = thread.id;
    ++object.depth;
    thread.clock.join(object.released_by_readers);
  }
}

void Effects::begin_once(Thread& thread, Object& object) {
  if (object.done)
    run_.way = kDoneAlready;
  else
    object.owner = thread.id;
  acquire(thread, object);
}

void Effects::give_back(Thread& thread, Object& mutex) {
  ++mutex.version;
  if (!mutex.readers.empty()) {
    mutex.readers.erase(std::find(mutex.readers.begin(), mutex.readers.end(), thread.id));
    mutex.released_by_readers.join(thread.clock);
    thread.clock.tick(thread.id);
    return;
  }
  release(thread, mutex);
  if (--mutex.depth == 0) mutex.owner = kNobody;
}

void Effects::let_go_on(Object& barrier) {
  for (const ThreadId waiter : barrier.waiters) {
    Thread& sleeper = *run_.threads[waiter];
    sleeper.clock.join(barrier.released);
  }
  notify_all(barrier);
  acquire(*run_.running, barrier);
  barrier.released.clear();
  barrier.count = 0;
}

void Effects::fall_asleep(Thread& thread) {
  Object& mutex = *thread.pending.mutex;
  ++mutex.version;
  release(thread, mutex);
  mutex.depth = 0;
  mutex.owner = kNobody;
  thread.pending.object->waiters.push_back(thread.id);
  thread.notified = false;
  thread.timed_out = false;
}

// The sleeper stops waiting without having been notified. It still needs the mutex to go on.
void Effects::stop_sleeping(Thread& thread, Way way) {
  if (run_.is_watched()) run_.begin_step(thread, way);
  thread.woken_by = kNoStep;
  thread.could_time_out = thread.could_be_spurious = false;
  std::vector<ThreadId>& waiters = thread.pending.object->waiters;
  waiters.erase(std::find(waiters.begin(), waiters.end(), thread.id));
  if (way == kTimeout) {
    thread.timed_out = true;
    time_out(thread);
    count_nap(thread);
  } else {
    thread.notified = true;
    ++run_.spurious_wakeups;
  }
  if (run_.is_watched()) run_.end_step(way);
}

void Effects::wake(Thread& sleeper) {
  sleeper.notified = true;
  run_.observers.tell(&Observer::wakes, run_, sleeper);
}

void Effects::notify(Object& object, std::size_t waiter) {
  object.last_notifier = run_.running->id;
  object.last_woke_all = false;
  object.last_woken = kNobody;
  if (object.waiters.empty()) return;
  const ThreadId woken = object.waiters[waiter];
  object.waiters.erase(object.waiters.begin() + static_cast<std::ptrdiff_t>(waiter));
  object.last_woken = woken;
  wake(*run_.threads[woken]);
}

void Effects::notify_all(Object& object) {
  object.last_notifier = run_.running->id;
  object.last_woke_all = true;
  object.last_woken = object.waiters.empty() ? kNobody : object.waiters.front();
  for (const ThreadId woken : object.waiters) wake(*run_.threads[woken]);
  object.waiters.clear();
}

void Effects::sleep_or_wake_on_word(Thread& thread, Way way) {
  Object& object = *thread.pending.object;
  switch (thread.pending.kind) {
    case OpKind::kFutexWake:
      if (thread.pending.alternatives == 1) return notify(object, way);
      if (thread.pending.alternatives >= object.waiters.size()) return notify_all(object);
      for (std::uint32_t i = 0; i < thread.pending.alternatives; ++i) notify(object, 0);
      return;
    default:
      if (way != kTimeout) return;
      object.waiters.erase(std::find(object.waiters.begin(), object.waiters.end(), thread.id));
      time_out(thread);
      return count_nap(thread);
  }
}

// The clock comes to the end of its wait. A loop that waits for a time that is over, until another
// clock shows what it wants, would never end if time stood still meanwhile.
void Effects::time_out(Thread& thread) {
  const Nanoseconds end = thread.pending.deadline.at;
  run_.now = std::max(run_.now, end);
  const bool was_over = end <= std::exchange(thread.timed_out_at, run_.now);
  if (!was_over) {
    thread.overdue = 0;
    thread.overdue_since = run_.now;
  } else if (++thread.overdue > kOverdueMax) {
    run_.now += std::max(kOverdueAtLeast, (run_.now - thread.overdue_since) / kOverduePart);
  }
}

void Effects::count_nap(Thread& thread) {
  if (thread.pending.kind != OpKind::kYield) forget_looks(thread);
  if (thread.awaits_others || thread.wall_clock_move != 0) return;
  if (++thread.naps <= kNapsMax || !run_.options->polling_forbidden) return;
  thread.naps = 0;
  if (run_.surroundings.waits_inside_library(thread)) return;
  run_.fail({FailureKind::kPolls, {}, {}, thread.id});
}

}  // namespace interleave
