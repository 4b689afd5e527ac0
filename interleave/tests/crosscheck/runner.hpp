// Runs a thread of a program with the real primitives.
#pragma once

#include <linux/futex.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <limits>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <utility>

#include "crosscheck/outcome.hpp"
#include "crosscheck/program.hpp"
#include "interleave/interleave.hpp"

namespace crosscheck {

template <typename T>
using Objects = std::array<T, kObjectsMax>;

struct World {
  World() {
    for (std::size_t i = 0; i < kObjectsMax; ++i) {
      sem_init(&semaphores[i], 0, static_cast<unsigned>(i));
    }
  }

  Objects<std::atomic<int>> atomics{};
  Objects<std::mutex> mutexes;
  Objects<std::shared_mutex> shared_mutexes;
  Objects<std::condition_variable> conditions;
  Objects<sem_t> semaphores;  // They begin with their number.
  Objects<int> data{};        // Guarded by the mutex of the same number.
  std::array<ThreadOutcome, kThreadsMax> threads{};
};

// A thread of a program.
class Runner {
 public:
  Runner(const Code& code, World& world, ThreadOutcome& outcome)
      : code_(code), world_(world), outcome_(outcome) {}

  void run() {
    while (at_ < code_.size()) {
      outcome_.at = static_cast<std::uint8_t>(at_);
      const Instruction& op = code_[at_++];
      object_ = static_cast<std::size_t>(op.object);
      const bool is_semaphore_or_futex = op.act >= Act::kTake && op.act <= Act::kFutexWakeAll;
      if (op.act <= Act::kAwait || is_semaphore_or_futex) {
        use_at_place(outcome_.at, op);
      } else if (op.act >= Act::kSetData && op.act <= Act::kSleep) {
        use_condition(op);
      } else if (!use_lock(op)) {
        at_ = op.skip_to;
      }
    }
    outcome_.at = 0;
    outcome_.done = true;
  }

 private:
  void see(int value) {
    r_ = value;
    outcome_.see(value);
  }

  // Every instruction has a place of its own in the machine code, as in a program that is written
  // down: to look again and again at one place is taken for spinning.
  static constexpr std::size_t kPlaces = 32;

  void use_at_place(std::size_t place, const Instruction& op) {
    static constexpr auto kUses = []<std::size_t... kPlace>(std::index_sequence<kPlace...>) {
      return std::array{&Runner::use_here<kPlace>...};
    }
    (std::make_index_sequence<kPlaces>());
    (this->*kUses[place])(op);
  }

  template <std::size_t kPlace>
  void use_here(const Instruction& op) {
    if (op.act <= Act::kAwait) {
      use_atomic<kPlace>(op);
    } else {
      use_semaphore_or_futex<kPlace>(op);
    }
  }

  template <std::size_t kPlace>
  void use_atomic(const Instruction& op) {
    outcome_.at = kPlace;
    std::atomic<int>& x = world_.atomics[object_];
    int expected = op.value;
    switch (op.act) {
      case Act::kLoad:
        return see(x.load());
      case Act::kStore:
        return x.store(op.value);
      case Act::kStoreNext:
        return x.store(r_ + 1);
      case Act::kAdd:
        return see(x.fetch_add(op.value));
      case Act::kExchange:
        return see(x.exchange(op.value));
      case Act::kCompareExchange:
        x.compare_exchange_strong(expected, op.value + 1);
        return see(expected);
      default:
        for (int look = 0; look < 3; ++look) {
          see(x.load());
          if (r_ == op.value) return;
        }
    }
  }

  // Returns false if it was not taken.
  bool use_lock(const Instruction& op) {
    std::mutex& mutex = world_.mutexes[object_];
    std::shared_mutex& shared = world_.shared_mutexes[object_];
    switch (op.act) {
      case Act::kIf:
        return r_ == op.value;
      case Act::kLock:
        return mutex.lock(), true;
      case Act::kTryLock:
        return tried(mutex.try_lock());
      case Act::kLockFor:
        return tried(lock_for(mutex, op.value));
      case Act::kUnlock:
        return mutex.unlock(), true;
      case Act::kReadLock:
        return shared.lock_shared(), true;
      case Act::kTryReadLock:
        return tried(shared.try_lock_shared());
      case Act::kReadUnlock:
        return shared.unlock_shared(), true;
      case Act::kWriteLock:
        return shared.lock(), true;
      case Act::kTryWriteLock:
        return tried(shared.try_lock());
      default:
        return shared.unlock(), true;
    }
  }

  static timespec after(int milliseconds, clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    time.tv_nsec += milliseconds * 1'000'000;
    if (time.tv_nsec < 1'000'000'000) return time;
    return {time.tv_sec + 1, time.tv_nsec - 1'000'000'000};
  }

  // A std::timed_mutex would be of no use to a std::condition_variable.
  static bool lock_for(std::mutex& mutex, int milliseconds) {
    const timespec until = after(milliseconds, CLOCK_MONOTONIC);
    return pthread_mutex_clocklock(mutex.native_handle(), CLOCK_MONOTONIC, &until) == 0;
  }

  bool tried(bool taken) {
    see(taken ? 1 : 0);
    return taken;
  }

  void use_condition(const Instruction& op) {
    std::condition_variable& condition = world_.conditions[object_];
    const std::chrono::milliseconds time(op.value);
    switch (op.act) {
      case Act::kSetData:
        world_.data[object_] = op.value;
        return;
      case Act::kReadData:
        return see(world_.data[object_]);
      case Act::kNotifyOne:
        return condition.notify_one();
      case Act::kNotifyAll:
        return condition.notify_all();
      case Act::kChoose:
        return see(static_cast<int>(interleave::choose(static_cast<std::size_t>(op.value))));
      case Act::kSleep:
        return std::this_thread::sleep_for(time);
      default:
        break;
    }
    std::unique_lock lock(world_.mutexes[object_], std::adopt_lock);
    if (op.act == Act::kWaitForData) {
      while (world_.data[object_] == 0) condition.wait(lock);
    } else if (op.act == Act::kWait) {
      condition.wait(lock);
    } else {
      see(condition.wait_for(lock, time) == std::cv_status::timeout ? 1 : 0);
    }
    lock.release();
  }

  template <std::size_t kPlace>
  void use_semaphore_or_futex(const Instruction& op) {
    outcome_.at = kPlace;
    sem_t& semaphore = world_.semaphores[object_];
    std::atomic<int>& word = world_.atomics[object_];
    const timespec until = after(op.value, CLOCK_REALTIME);
    int count = 0;
    switch (op.act) {
      case Act::kTake:
        sem_wait(&semaphore);
        return;
      case Act::kTryTake:
        return see(sem_trywait(&semaphore) == 0 ? 1 : 0);
      case Act::kTakeFor:
        return see(sem_timedwait(&semaphore, &until) == 0 ? 1 : 0);
      case Act::kGive:
        sem_post(&semaphore);
        return;
      case Act::kCount:
        sem_getvalue(&semaphore, &count);
        return see(count);
      case Act::kFutexWait:
        syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, op.value, nullptr);
        return;
      default:
        syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE,
                op.act == Act::kFutexWakeOne ? 1 : std::numeric_limits<int>::max());
    }
  }

  const Code& code_;
  World& world_;
  ThreadOutcome& outcome_;
  std::size_t at_ = 0;
  std::size_t object_ = 0;
  int r_ = 0;
};

}  // namespace crosscheck
