// Small concurrent programs as data. They can be generated, written as text, made smaller, run with
// the real primitives under the explorer, and enumerated by a model that knows nothing of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace crosscheck {

inline constexpr int kThreadsMax = 4;
inline constexpr int kObjectsMax = 2;  // Of each kind.

// What a thread can do. It has one register r: the value that it saw last.
enum class Act : std::uint8_t {
  kLoad,             // r = x
  kStore,            // x = value
  kStoreNext,        // x = r + 1
  kAdd,              // r = x.fetch_add(value)
  kExchange,         // r = x.exchange(value)
  kCompareExchange,  // r = x goes from value to value + 1
  kAwait,            // up to three looks until x == value; r = the last one
  kIf,               // if (r == value) body
  kLock,             // body with the mutex
  kTryLock,          // r = taken; body with the mutex if so
  kReadLock,         // The same with a shared mutex.
  kTryReadLock,
  kWriteLock,
  kTryWriteLock,
  kLockFor,      // The mutex, after value milliseconds at most. r = taken; body if so
  kSetData,      // What the mutex guards; inside its lock.
  kReadData,     // r = that
  kWaitForData,  // while (data == 0) wait
  kWait,         // One wait, without a condition.
  kWaitFor,      // The same for value milliseconds at most. r = it timed out
  kNotifyOne,
  kNotifyAll,
  kChoose,   // r = choose(value)
  kSleep,    // value milliseconds
  kTake,     // From a semaphore. The first begins with 0, the second with 1.
  kTryTake,  // r = taken
  kTakeFor,  // The same, after value milliseconds at most.
  kGive,
  kCount,      // r = what is there
  kFutexWait,  // Sleeps if x == value.
  kFutexWakeOne,
  kFutexWakeAll,
  // Only in code.
  kUnlock,
  kReadUnlock,
  kWriteUnlock,
};

struct Op {
  Act act = Act::kLoad;
  int object = 0;
  int value = 0;
  std::vector<Op> body{};
};

struct Program {
  std::uint64_t seed = 0;
  int spurious = 0;  // So many waits may return although nobody notified them.
  std::vector<std::vector<Op>> threads;
};

// An operation with the place to go on at if it does not enter its body.
struct Instruction {
  Act act = Act::kLoad;
  int object = 0;
  int value = 0;
  std::size_t skip_to = 0;
};
using Code = std::vector<Instruction>;

// The bodies are laid out one after the other, and what was taken is given back at their ends.
Code flatten(const std::vector<Op>& thread);

// The same program for the same seed on every machine. `size` is about the number of operations.
Program generate(std::uint64_t seed, int size);

// The same for three threads that wait for each other, some of them with a limit, and may wake
// without cause.
Program generate_with_spurious_wake_ups(std::uint64_t seed, int size);

// As C++ that leaves out the declarations.
std::string to_text(const Program& program);

// All programs with one operation less, or without the lock or condition around some. They are
// valid: who waits for data holds the mutex that guards it.
std::vector<Program> smaller(const Program& program);

}  // namespace crosscheck
