#include "crosscheck/machine.hpp"

#include <algorithm>

namespace crosscheck {
namespace {

// Numbers of objects for Order.
constexpr int atomic(int i) { return i; }
constexpr int mutex(int i) { return kObjectsMax + i; }
constexpr int condition(int i) { return 2 * kObjectsMax + i; }
constexpr int shared_mutex(int i) { return 3 * kObjectsMax + i; }

constexpr int semaphore(int i) { return 4 * kObjectsMax + i; }
constexpr int futex_queue(int i) { return 5 * kObjectsMax + i; }
constexpr int kSpuriousBudget = 6 * kObjectsMax;

// Ways of steps, apart from numbers that are drawn.
constexpr int kTimedOut = 100;
constexpr int kSpurious = 101;

constexpr int kLooksMax = 3;

std::size_t index(int i) { return static_cast<std::size_t>(i); }

}  // namespace

Machine::Machine(const std::vector<Code>& codes, int spurious, bool failing_tries_are_ordered)
    : codes_(&codes),
      spurious_left_(spurious),
      failing_tries_are_ordered_(failing_tries_are_ordered) {
  for (int i = 0; i < kObjectsMax; ++i) semaphores_[index(i)] = i;
  for (std::size_t i = 0; i < codes.size(); ++i) settle(static_cast<int>(i));
}

const Instruction& Machine::next(const Thread& thread, int id) const {
  return (*codes_)[index(id)][thread.at];
}

bool Machine::has_ended(int thread) const {
  return at(thread).at == (*codes_)[index(thread)].size();
}

void Machine::see(int thread, int value) {
  at(thread).r = value;
  outcome_.threads[index(thread)].see(value);
}

void Machine::settle(int id) {
  Thread& thread = at(id);
  while (!has_ended(id)) {
    const Instruction& op = next(thread, id);
    switch (op.act) {
      case Act::kIf:
        thread.at = thread.r == op.value ? thread.at + 1 : op.skip_to;
        break;
      case Act::kSetData:
        outcome_.data[index(op.object)] = op.value;
        ++thread.at;
        break;
      case Act::kReadData:
        see(id, outcome_.data[index(op.object)]);
        ++thread.at;
        break;
      case Act::kWaitForData:
        if (outcome_.data[index(op.object)] == 0) return;
        ++thread.at;
        break;
      case Act::kSleep:
      case Act::kWaitFor:
      case Act::kLockFor:
      case Act::kTakeFor:
        thread.deadline = now_ + op.value;
        return;
      default:
        return;
    }
  }
}

// The lock is free for it, or there is something to take.
bool Machine::can_have(const Instruction& op) const {
  const Lock& shared = shared_mutexes_[index(op.object)];
  switch (op.act) {
    case Act::kReadLock:
    case Act::kTryReadLock:
      return shared.owner < 0;
    case Act::kWriteLock:
    case Act::kTryWriteLock:
      return shared.owner < 0 && shared.readers == 0;
    case Act::kTake:
    case Act::kTryTake:
    case Act::kTakeFor:
      return semaphores_[index(op.object)] > 0;
    default:
      return mutexes_[index(op.object)].owner < 0;
  }
}

int Machine::ways(int id) const {
  if (index(id) >= codes_->size() || has_ended(id)) return 0;
  const Thread& thread = at(id);
  const Instruction& op = next(thread, id);
  const bool futex = op.act == Act::kFutexWait;
  if (thread.state == Thread::kAsleep) {
    return futex ? 0 : (is_due(thread) ? 1 : 0) + (spurious_left_ > 0 ? 1 : 0);
  }
  if (thread.state == Thread::kWoken) return futex || can_have(op) ? 1 : 0;
  switch (op.act) {
    case Act::kLock:
    case Act::kReadLock:
    case Act::kWriteLock:
    case Act::kTake:
      return can_have(op) ? 1 : 0;
    case Act::kLockFor:
    case Act::kTakeFor:
      return (can_have(op) ? 1 : 0) + (is_due(thread) ? 1 : 0);
    case Act::kNotifyOne:
      return std::max(1, static_cast<int>(waiters_[index(op.object)].count));
    case Act::kFutexWakeOne:
      return std::max(1, static_cast<int>(sleepers_[index(op.object)].count));
    case Act::kChoose:
      return op.value;
    case Act::kSleep:
      return is_due(thread) ? 1 : 0;
    default:
      return 1;
  }
}

void Machine::step(int id, int way) {
  Thread& thread = at(id);
  const Instruction& op = next(thread, id);
  order_.begin(id, thread.cause);
  thread.cause = {};
  way_ = way;
  if (op.act <= Act::kAwait) {
    step_atomic(id, op);
  } else {
    step_other(id, op);
  }
  order_.end(way_);
  for (Thread& other : threads_) {
    if (other.awaits_cause) other.cause = order_.last(id);
    other.awaits_cause = false;
  }
  if (thread.state == Thread::kAtInstruction) settle(id);
}

void Machine::step_other(int id, const Instruction& op) {
  switch (op.act) {
    case Act::kUnlock:
    case Act::kReadUnlock:
    case Act::kWriteUnlock:
      step_unlock(op);
      break;
    case Act::kWaitForData:
    case Act::kWait:
    case Act::kWaitFor:
      return step_wait(id, op);
    case Act::kTake:
    case Act::kTryTake:
    case Act::kTakeFor:
    case Act::kGive:
    case Act::kCount:
      step_semaphore(id, op);
      break;
    case Act::kFutexWait:
      return step_futex_wait(id, op);
    case Act::kNotifyOne:
    case Act::kNotifyAll:
    case Act::kFutexWakeOne:
    case Act::kFutexWakeAll:
      step_notify(op);
      break;
    case Act::kChoose:
      see(id, way_);
      break;
    case Act::kSleep:
      break;
    default:
      return step_lock(id, op);
  }
  ++at(id).at;
}

void Machine::step_atomic(int id, const Instruction& op) {
  Thread& thread = at(id);
  const int before = outcome_.atomics[index(op.object)];
  switch (op.act) {
    case Act::kLoad:
    case Act::kAwait:
      use(atomic(op.object), Use::kShared);
      see(id, before);
      remember(id, op.object, false);
      if (op.act == Act::kAwait && before != op.value && ++thread.looks < kLooksMax) return;
      thread.looks = 0;
      break;
    case Act::kStore:
    case Act::kStoreNext:
      use(atomic(op.object), Use::kExclusive);
      outcome_.atomics[index(op.object)] = op.act == Act::kStore ? op.value : thread.r + 1;
      remember(id, op.object, outcome_.atomics[index(op.object)] != before);
      break;
    case Act::kAdd:
      update(id, op, before, before + op.value);
      break;
    case Act::kExchange:
      update(id, op, before, op.value);
      break;
    default:
      update(id, op, before, before == op.value ? op.value + 1 : before);
  }
  ++thread.at;
}

// One that changes nothing has only read.
void Machine::update(int id, const Instruction& op, int before, int after) {
  use(atomic(op.object), before == after ? Use::kShared : Use::kExclusive);
  outcome_.atomics[index(op.object)] = after;
  see(id, before);
  remember(id, op.object, before != after);
}

void Machine::remember(int id, int atomic, bool changed) {
  int& version = versions_[index(atomic)];
  if (changed) ++version;
  at(id).watched = atomic;
  at(id).watched_version = version;
}

void Machine::step_lock(int id, const Instruction& op) {
  Thread& thread = at(id);
  const bool tries = op.act == Act::kTryLock || op.act == Act::kTryReadLock ||
                     op.act == Act::kTryWriteLock || op.act == Act::kLockFor;
  const bool is_mutex = op.act == Act::kLock || op.act == Act::kTryLock || op.act == Act::kLockFor;
  const bool shares = op.act == Act::kReadLock || op.act == Act::kTryReadLock;
  Lock& lock = is_mutex ? mutexes_[index(op.object)] : shared_mutexes_[index(op.object)];
  const int object = is_mutex ? mutex(op.object) : shared_mutex(op.object);
  const bool gives_up = op.act == Act::kLockFor && (way_ > 0 || !can_have(op));
  if (gives_up) way_ = kTimedOut;
  if (!gives_up) thread.watched = -1;
  if (gives_up || !can_have(op)) {
    use(object, Use::kFailed);
    see(id, 0);
    thread.at = op.skip_to;
    return;
  }
  use(object, shares ? Use::kShared : Use::kExclusive);
  if (shares) {
    ++lock.readers;
  } else {
    lock.owner = id;
  }
  if (tries) see(id, 1);
  ++thread.at;
}

void Machine::step_unlock(const Instruction& op) {
  if (op.act == Act::kReadUnlock) {
    use(shared_mutex(op.object), Use::kShared);
    --shared_mutexes_[index(op.object)].readers;
    return;
  }
  const bool is_mutex = op.act == Act::kUnlock;
  use(is_mutex ? mutex(op.object) : shared_mutex(op.object), Use::kExclusive);
  (is_mutex ? mutexes_ : shared_mutexes_)[index(op.object)].owner = -1;
}

void Machine::step_semaphore(int id, const Instruction& op) {
  int& count = semaphores_[index(op.object)];
  if (op.act == Act::kGive) {
    use(semaphore(op.object), Use::kShared);
    ++count;
    return;
  }
  if (op.act == Act::kCount) {
    use(semaphore(op.object), Use::kFailed);
    return see(id, count);
  }
  const bool gives_up = op.act == Act::kTakeFor && (way_ > 0 || count == 0);
  if (gives_up) way_ = kTimedOut;
  if (!gives_up) at(id).watched = -1;
  const bool taken = !gives_up && count > 0;
  use(semaphore(op.object), taken ? Use::kExclusive : Use::kFailed);
  if (taken) --count;
  if (op.act != Act::kTake) see(id, taken ? 1 : 0);
}

// Falls asleep, gives up because its time is over, or takes its mutex again.
void Machine::step_wait(int id, const Instruction& op) {
  Thread& thread = at(id);
  const std::size_t object = index(op.object);
  switch (thread.state) {
    case Thread::kAtInstruction:
      use(mutex(op.object), Use::kExclusive);
      use(condition(op.object), Use::kExclusive);
      mutexes_[object].owner = -1;
      waiters_[object].add(id);
      if (op.act != Act::kWaitFor) thread.deadline = -1;
      thread.state = Thread::kAsleep;
      return;
    case Thread::kAsleep:
      return stop_waiting(id, op);
    case Thread::kWoken:
      use(mutex(op.object), Use::kExclusive);
      mutexes_[object].owner = id;
      thread.state = Thread::kAtInstruction;
      // What wait_for() returns is what the clock says, not why it woke.
      if (op.act == Act::kWaitFor) see(id, now_ >= thread.deadline ? 1 : 0);
      if (op.act != Act::kWaitForData) ++thread.at;
      return;
  }
}

void Machine::stop_waiting(int id, const Instruction& op) {
  use(condition(op.object), Use::kExclusive);
  waiters_[index(op.object)].remove(id);
  at(id).state = Thread::kWoken;
  const bool times_out = way_ == 0 && is_due(at(id));
  way_ = times_out ? kTimedOut : kSpurious;
  if (times_out) return;
  use(kSpuriousBudget, Use::kExclusive);
  --spurious_left_;
}

// Like the explorer, a wait on a futex comes back at once if the word has changed since the thread
// looked at it.
void Machine::step_futex_wait(int id, const Instruction& op) {
  Thread& thread = at(id);
  const std::size_t object = index(op.object);
  if (thread.state == Thread::kWoken) {
    thread.state = Thread::kAtInstruction;
    ++thread.at;
    return;
  }
  use(atomic(op.object), Use::kShared);
  use(futex_queue(op.object), Use::kShared);
  const bool changed = thread.watched == op.object && thread.watched_version != versions_[object];
  if (changed || outcome_.atomics[object] != op.value) {
    ++thread.at;
    return;
  }
  sleepers_[object].add(id);
  std::sort(sleepers_[object].threads.begin(),
            sleepers_[object].threads.begin() + sleepers_[object].count);
  thread.deadline = -1;
  thread.state = Thread::kAsleep;
}

void Machine::step_notify(const Instruction& op) {
  const bool futex = op.act == Act::kFutexWakeOne || op.act == Act::kFutexWakeAll;
  Waiters& waiters = (futex ? sleepers_ : waiters_)[index(op.object)];
  const int object = futex ? futex_queue(op.object) : condition(op.object);
  const bool nobody = waiters.count == 0;
  use(object, nobody ? Use::kFailed : Use::kExclusive);
  if (nobody) return;
  if (op.act == Act::kNotifyOne || op.act == Act::kFutexWakeOne) return wake(waiters, index(way_));
  while (waiters.count > 0) wake(waiters, 0);
}

void Machine::wake(Waiters& waiters, std::size_t waiter) {
  const int id = waiters.threads[waiter];
  waiters.remove(id);
  at(id).state = Thread::kWoken;
  at(id).awaits_cause = true;
}

bool Machine::let_time_pass() {
  int earliest = -1;
  for (std::size_t i = 0; i < codes_->size(); ++i) {
    const int id = static_cast<int>(i);
    if (has_ended(id)) continue;
    const Thread& thread = threads_[i];
    const Act act = next(thread, id).act;
    const bool has_limit = act == Act::kSleep || act == Act::kLockFor || act == Act::kTakeFor;
    const bool sleeps =
        thread.state == Thread::kAsleep || (thread.state == Thread::kAtInstruction && has_limit);
    if (!sleeps || thread.deadline < 0) continue;
    if (earliest < 0 || thread.deadline < earliest) earliest = thread.deadline;
  }
  if (earliest < 0) return false;
  now_ = std::max(now_, earliest);
  order_.stand_still();
  return true;
}

Outcome Machine::outcome() const {
  Outcome outcome = outcome_;
  for (std::size_t i = 0; i < codes_->size(); ++i) {
    outcome.threads[i].done = has_ended(static_cast<int>(i));
    outcome.threads[i].at = outcome.threads[i].done ? 0 : static_cast<std::uint8_t>(threads_[i].at);
  }
  return outcome;
}

}  // namespace crosscheck
