#include "crosscheck/machine.hpp"

#include <algorithm>

namespace crosscheck {
namespace {

// Numbers of objects for Order.
constexpr int atomic(int i) { return i; }
constexpr int mutex(int i) { return kObjectsMax + i; }
constexpr int condition(int i) { return 2 * kObjectsMax + i; }
constexpr int shared_mutex(int i) { return 3 * kObjectsMax + i; }

constexpr int kLooksMax = 3;

void join(Order::Clock& clock, const Order::Clock& other) {
  for (std::size_t i = 0; i < clock.size(); ++i) clock[i] = std::max(clock[i], other[i]);
}

std::uint64_t mix(std::uint64_t z) {
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
  z = (z ^ z >> 27) * 0x94D049BB133111EBu;
  return z ^ z >> 31;
}

std::size_t index(int i) { return static_cast<std::size_t>(i); }

}  // namespace

// --- Order ---

void Order::begin(int thread, const Clock& cause) {
  thread_ = thread;
  now_ = clocks_[index(thread)];
  join(now_, cause);
  join(now_, standstill_);
  used_count_ = 0;
}

void Order::use(int object, Use use, bool failed_conflict) {
  for (const Use other : {Use::kShared, Use::kFailed, Use::kExclusive}) {
    const bool conflict =
        other != use || use == Use::kExclusive || (use == Use::kFailed && failed_conflict);
    if (conflict) join(now_, uses_[index(object)][static_cast<std::size_t>(other)]);
  }
  used_[used_count_++] = {object, use};
}

void Order::end(int way) {
  ++now_[index(thread_)];
  clocks_[index(thread_)] = now_;
  for (std::size_t i = 0; i < used_count_; ++i) {
    const auto& [object, use] = used_[i];
    join(uses_[index(object)][static_cast<std::size_t>(use)], now_);
  }
  std::uint64_t event =
      mix(static_cast<std::uint64_t>(thread_ + 1) << 8 | static_cast<std::uint64_t>(way + 1));
  for (const std::uint8_t known : now_) event = mix(event + known + 0x9E3779B97F4A7C15u);
  hash_ += event;
}

void Order::stand_still() {
  for (const Clock& clock : clocks_) join(standstill_, clock);
}

// --- Machine ---

Machine::Machine(const std::vector<Code>& codes, bool failing_tries_are_ordered)
    : codes_(&codes), failing_tries_are_ordered_(failing_tries_are_ordered) {
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
        thread.deadline = now_ + op.value;
        return;
      default:
        return;
    }
  }
}

int Machine::ways(int id) const {
  if (index(id) >= codes_->size() || has_ended(id)) return 0;
  const Thread& thread = at(id);
  const Instruction& op = next(thread, id);
  const std::size_t object = index(op.object);
  if (thread.state == Thread::kAsleep) {
    return thread.deadline >= 0 && thread.deadline <= now_ ? 1 : 0;
  }
  if (thread.state == Thread::kWoken) return mutexes_[object].owner < 0 ? 1 : 0;
  switch (op.act) {
    case Act::kLock:
      return mutexes_[object].owner < 0 ? 1 : 0;
    case Act::kReadLock:
      return shared_mutexes_[object].owner < 0 ? 1 : 0;
    case Act::kWriteLock:
      return shared_mutexes_[object].owner < 0 && shared_mutexes_[object].readers == 0 ? 1 : 0;
    case Act::kNotifyOne:
      return std::max(1, static_cast<int>(waiter_count_[object]));
    case Act::kChoose:
      return op.value;
    case Act::kSleep:
      return thread.deadline <= now_ ? 1 : 0;
    default:
      return 1;
  }
}

void Machine::step(int id, int way) {
  Thread& thread = at(id);
  const Instruction& op = next(thread, id);
  order_.begin(id, thread.cause);
  thread.cause = {};
  switch (op.act) {
    case Act::kLoad:
    case Act::kStore:
    case Act::kStoreNext:
    case Act::kAdd:
    case Act::kExchange:
    case Act::kCompareExchange:
    case Act::kAwait:
      step_atomic(id, op);
      break;
    case Act::kUnlock:
    case Act::kReadUnlock:
    case Act::kWriteUnlock:
      step_unlock(op);
      ++thread.at;
      break;
    case Act::kWaitForData:
    case Act::kWait:
    case Act::kWaitFor:
      step_wait(id, op);
      break;
    case Act::kNotifyOne:
    case Act::kNotifyAll:
      step_notify(op, way);
      ++thread.at;
      break;
    case Act::kChoose:
      see(id, way);
      ++thread.at;
      break;
    case Act::kSleep:
      ++thread.at;
      break;
    default:
      step_lock(id, op);
  }
  order_.end(way);
  if (op.act == Act::kNotifyOne || op.act == Act::kNotifyAll) {
    for (Thread& other : threads_) {
      if (other.awaits_cause) other.cause = order_.last(id);
      other.awaits_cause = false;
    }
  }
  if (thread.state == Thread::kAtInstruction) settle(id);
}

void Machine::step_atomic(int id, const Instruction& op) {
  Thread& thread = at(id);
  const int before = outcome_.atomics[index(op.object)];
  switch (op.act) {
    case Act::kLoad:
    case Act::kAwait:
      use(atomic(op.object), Use::kShared);
      see(id, before);
      if (op.act == Act::kAwait && before != op.value && ++thread.looks < kLooksMax) return;
      thread.looks = 0;
      break;
    case Act::kStore:
    case Act::kStoreNext:
      use(atomic(op.object), Use::kExclusive);
      outcome_.atomics[index(op.object)] = op.act == Act::kStore ? op.value : thread.r + 1;
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
}

void Machine::step_lock(int id, const Instruction& op) {
  Thread& thread = at(id);
  const bool tries =
      op.act == Act::kTryLock || op.act == Act::kTryReadLock || op.act == Act::kTryWriteLock;
  const bool is_mutex = op.act == Act::kLock || op.act == Act::kTryLock;
  const bool shares = op.act == Act::kReadLock || op.act == Act::kTryReadLock;
  Lock& lock = is_mutex ? mutexes_[index(op.object)] : shared_mutexes_[index(op.object)];
  const int object = is_mutex ? mutex(op.object) : shared_mutex(op.object);
  if (lock.owner >= 0 || (!shares && lock.readers > 0)) {
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

// Falls asleep, gives up because its time is over, or takes its mutex again.
void Machine::step_wait(int id, const Instruction& op) {
  Thread& thread = at(id);
  const std::size_t object = index(op.object);
  switch (thread.state) {
    case Thread::kAtInstruction:
      use(mutex(op.object), Use::kExclusive);
      use(condition(op.object), Use::kExclusive);
      mutexes_[object].owner = -1;
      waiters_[object][waiter_count_[object]++] = static_cast<std::int8_t>(id);
      if (op.act != Act::kWaitFor) thread.deadline = -1;
      thread.state = Thread::kAsleep;
      return;
    case Thread::kAsleep: {
      use(condition(op.object), Use::kExclusive);
      auto* const end = waiters_[object].begin() + waiter_count_[object]--;
      std::remove(waiters_[object].begin(), end, static_cast<std::int8_t>(id));
      thread.state = Thread::kWoken;
      return;
    }
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

void Machine::step_notify(const Instruction& op, int way) {
  const bool nobody = waiter_count_[index(op.object)] == 0;
  use(condition(op.object), nobody ? Use::kFailed : Use::kExclusive);
  if (nobody) return;
  if (op.act == Act::kNotifyOne) return wake(op.object, index(way));
  while (waiter_count_[index(op.object)] > 0) wake(op.object, 0);
}

void Machine::wake(int object, std::size_t waiter) {
  auto& waiters = waiters_[index(object)];
  std::size_t& count = waiter_count_[index(object)];
  Thread& thread = at(waiters[waiter]);
  std::copy(waiters.begin() + waiter + 1, waiters.begin() + count, waiters.begin() + waiter);
  --count;
  thread.state = Thread::kWoken;
  thread.awaits_cause = true;
}

bool Machine::let_time_pass() {
  int earliest = -1;
  for (std::size_t i = 0; i < codes_->size(); ++i) {
    const int id = static_cast<int>(i);
    if (has_ended(id)) continue;
    const Thread& thread = threads_[i];
    const bool sleeps =
        thread.state == Thread::kAsleep ||
        (thread.state == Thread::kAtInstruction && next(thread, id).act == Act::kSleep);
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
