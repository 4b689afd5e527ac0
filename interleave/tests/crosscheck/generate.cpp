// Draws programs. Each has a theme, so that its threads meet: two threads that use nothing in
// common check nothing.
#include <algorithm>
#include <initializer_list>

#include "crosscheck/program.hpp"
#include "strategy/random.hpp"

namespace crosscheck {
namespace {

struct Theme {
  std::vector<Act> acts;    // More often the more often they are listed.
  std::vector<Act> inside;  // The same inside a lock.
};

const std::vector<Theme>& themes() {
  static const std::vector<Theme> all = {
      // Atomics.
      {{Act::kLoad, Act::kLoad, Act::kStore, Act::kStore, Act::kStoreNext, Act::kAdd,
        Act::kExchange, Act::kCompareExchange, Act::kAwait, Act::kIf},
       {}},
      // Mutexes, in any order, and what they guard.
      {{Act::kLock, Act::kLock, Act::kLock, Act::kLoad, Act::kStore},
       {Act::kLock, Act::kSetData, Act::kReadData, Act::kLoad, Act::kStore, Act::kIf}},
      {{Act::kLock, Act::kTryLock, Act::kTryLock, Act::kLoad, Act::kAdd, Act::kIf},
       {Act::kLock, Act::kTryLock, Act::kSetData, Act::kReadData, Act::kStore}},
      // Condition variables.
      {{Act::kLock, Act::kLock, Act::kLock, Act::kNotifyOne, Act::kNotifyAll},
       {Act::kSetData, Act::kSetData, Act::kWaitForData, Act::kWaitForData, Act::kWait,
        Act::kNotifyOne, Act::kNotifyOne, Act::kNotifyAll, Act::kReadData}},
      // Shared mutexes.
      {{Act::kReadLock, Act::kReadLock, Act::kWriteLock, Act::kTryReadLock, Act::kTryWriteLock},
       {Act::kLoad, Act::kStore, Act::kReadLock, Act::kWriteLock, Act::kIf}},
      // Time.
      {{Act::kLock, Act::kLock, Act::kSleep, Act::kLoad, Act::kStore, Act::kNotifyOne},
       {Act::kWaitFor, Act::kWaitFor, Act::kWaitForData, Act::kSetData, Act::kNotifyOne,
        Act::kNotifyAll, Act::kSleep}},
      // Time-outs of locks, next to tries.
      {{Act::kLock, Act::kLockFor, Act::kLockFor, Act::kTryLock, Act::kSleep, Act::kStore,
        Act::kLoad},
       {Act::kSleep, Act::kLockFor, Act::kLock, Act::kSetData, Act::kReadData, Act::kWaitFor,
        Act::kNotifyOne, Act::kIf}},
      // Semaphores.
      {{Act::kTake, Act::kTake, Act::kTryTake, Act::kGive, Act::kGive, Act::kGive, Act::kCount,
        Act::kLoad, Act::kStore, Act::kIf},
       {}},
      {{Act::kTake, Act::kTakeFor, Act::kTakeFor, Act::kTryTake, Act::kGive, Act::kGive,
        Act::kSleep, Act::kLock},
       {Act::kTake, Act::kTakeFor, Act::kGive, Act::kGive, Act::kSetData, Act::kReadData}},
      // Futexes.
      {{Act::kFutexWait, Act::kFutexWait, Act::kFutexWakeOne, Act::kFutexWakeAll, Act::kStore,
        Act::kAdd, Act::kLoad},
       {}},
      // All of it.
      {{Act::kLoad, Act::kStore, Act::kAdd, Act::kIf, Act::kLock, Act::kLock, Act::kTryLock,
        Act::kReadLock, Act::kWriteLock, Act::kNotifyOne, Act::kChoose, Act::kSleep, Act::kTake,
        Act::kGive, Act::kLockFor},
       {Act::kLoad, Act::kStore, Act::kIf, Act::kLock, Act::kSetData, Act::kWaitForData, Act::kWait,
        Act::kWaitFor, Act::kNotifyOne, Act::kNotifyAll, Act::kReadData, Act::kTake, Act::kGive}},
  };
  return all;
}

// For spurious wake-ups: much to sleep on, and notifications that come beside the lock.
const std::vector<Theme>& themes_of_waiting() {
  static const std::vector<Theme> all = {
      {{Act::kLock, Act::kLock, Act::kNotifyOne},
       {Act::kSetData, Act::kWaitForData, Act::kWaitForData, Act::kWait}},
      {{Act::kLock, Act::kLock, Act::kLock, Act::kNotifyOne, Act::kNotifyAll},
       {Act::kWait, Act::kWaitFor, Act::kWaitForData, Act::kSetData, Act::kNotifyOne}},
  };
  return all;
}

class Generator {
 public:
  Generator(std::uint64_t seed, int size) : numbers_(seed), left_(size) {}

  Program generate(std::uint64_t seed) {
    theme_ = &themes()[below(themes().size())];
    objects_ = below(3) == 0 ? 1 : 2;
    const int spurious = below(3) == 0 ? number(1, 2) : 0;
    return generate(seed, spurious, 2 + below(2));
  }

  Program generate_with_spurious_wake_ups(std::uint64_t seed) {
    theme_ = &themes_of_waiting()[below(themes_of_waiting().size())];
    objects_ = number(1, 2);
    return generate(seed, number(1, 2), 3);
  }

 private:
  Program generate(std::uint64_t seed, int spurious, std::size_t threads) {
    Program program;
    program.seed = seed;
    program.spurious = spurious;
    const int share = std::max(1, left_ / static_cast<int>(threads));
    for (std::size_t i = 0; i < threads; ++i) {
      left_ = share;
      std::vector<Op>& ops = program.threads.emplace_back();
      while (left_ > 0) ops.push_back(op());
    }
    return program;
  }

  std::size_t below(std::size_t n) { return numbers_.below(n); }
  int number(int from, int to) {
    return from + static_cast<int>(below(static_cast<std::size_t>(to - from + 1)));
  }

  bool holds_mutex() const { return !held_.empty(); }

  Op op() {
    --left_;
    const bool inside = depth_ > 0 && !theme_->inside.empty();
    const std::vector<Act>& acts = inside ? theme_->inside : theme_->acts;
    Op op;
    op.act = acts[below(acts.size())];
    op.object = number(0, objects_ - 1);
    op.value = number(0, 2);
    switch (op.act) {
      case Act::kLock:
      case Act::kTryLock:
      case Act::kLockFor:
        return with_body(op, held_);
      case Act::kReadLock:
      case Act::kTryReadLock:
      case Act::kWriteLock:
      case Act::kTryWriteLock:
        return with_body(op, held_shared_);
      case Act::kSetData:
      case Act::kReadData:
      case Act::kWaitForData:
      case Act::kWait:
      case Act::kWaitFor:
        return on_what_it_guards(op);
      case Act::kIf:
        op.value = number(0, 1);
        op.body = body(1);
        return op;
      case Act::kAdd:
      case Act::kSleep:
      case Act::kTakeFor:
        op.value = number(1, 2);
        return op;
      case Act::kChoose:
        op.value = 2;
        return op;
      default:
        return op;
    }
  }

  // A thread does not take what it has: it uses an atomic instead.
  Op with_body(Op op, std::vector<int>& held) {
    if (std::find(held.begin(), held.end(), op.object) != held.end()) {
      op.act = Act::kLoad;
      return op;
    }
    if (op.act == Act::kLockFor) op.value = number(1, 2);
    --left_;  // It is given back, too.
    held.push_back(op.object);
    ++depth_;
    op.body = body(number(0, 2));
    --depth_;
    held.pop_back();
    return op;
  }

  Op on_what_it_guards(Op op) {
    if (!holds_mutex()) {
      op.act = Act::kLoad;
      return op;
    }
    op.object = held_[below(held_.size())];
    if (op.act == Act::kSetData || op.act == Act::kWaitFor) op.value = number(1, 2);
    return op;
  }

  std::vector<Op> body(int count) {
    std::vector<Op> ops;
    for (int i = 0; i < count && left_ > 0; ++i) ops.push_back(op());
    return ops;
  }

  interleave::RandomNumbers numbers_;
  const Theme* theme_ = nullptr;
  int objects_ = 1;
  int left_;
  int depth_ = 0;
  std::vector<int> held_;
  std::vector<int> held_shared_;
};

}  // namespace

Program generate(std::uint64_t seed, int size) { return Generator(seed, size).generate(seed); }

Program generate_with_spurious_wake_ups(std::uint64_t seed, int size) {
  return Generator(seed, size).generate_with_spurious_wake_ups(seed);
}

}  // namespace crosscheck
