// What a controlled thread can ask for: the synchronisation operations. A thread announces its next
// operation and is held there until the schedule lets it go on.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "model/vector_clock.hpp"

namespace interleave {

// Virtual time since the start of the execution.
using Nanoseconds = std::int64_t;
inline constexpr Nanoseconds kNever = std::numeric_limits<Nanoseconds>::max();

enum class OpKind : std::uint8_t {
  kStart,   // The thread's first step.
  kExit,    // Its last.
  kCreate,  // Starts another thread.
  kJoin,    // Possible once the other thread has ended.
  kLock,    // Possible while the mutex is free.
  kTryLock,
  kUnlock,
  kReadLock,  // The shared side of a rwlock.
  kTryReadLock,
  kWait,  // Gives the mutex back and falls asleep on the condition variable, in one.
  kWake,  // Possible once it is notified and the mutex is free, which it takes again.
  kNotifyOne,
  kNotifyAll,
  kAtomicLoad,
  kAtomicStore,
  kAtomicUpdate,  // Reads and writes in one: exchange, fetch_add, compare_exchange.
  kFutexWait,     // Falls asleep unless the value has changed meanwhile.
  kFutexWake,
  kFutexAwake,  // Possible once woken.
  kSleep,       // Possible once its time has come.
  kYield,
  kOnce,     // Possible while no other thread is inside the same call_once.
  kOnceEnd,  // Leaves it.
  kTake,     // A semaphore's wait: possible while its count is above 0, which goes down by one.
  kTryTake,
  kGive,     // Its post. Posts change places with each other, and with nothing else.
  kCount,    // Reads the count of a semaphore.
  kArrive,   // At a barrier. Those who arrive are in an order, the last one lets all go on.
  kDestroy,  // Of an object that others have used, where nothing puts their uses before it.
  kChoose,   // The test asks for a number.
};

// What an operation gets from its object. It is possible while that can be had.
enum class Takes : std::uint8_t {
  kNothing,
  kLock,        // For itself alone, ...
  kSharedLock,  // ... or together with others.
  kCount,       // One of what a semaphore holds.
  kOnce,        // The part of the one who does what is done once.
};

// What there is to know of an operation: whoever adds one says it here.
struct Traits {
  char letter;       // Stands for it in a schedule string.
  const char* verb;  // What it does: "locks", "waits for".
  Takes takes = Takes::kNothing;
  bool tries = false;  // It goes on anyway, in the way kInVain, where that cannot be had.
};

// In the order of OpKind.
inline constexpr std::array kTraits = {
    Traits{'B', "starts"},
    Traits{'X', "ends"},
    Traits{'C', "starts"},
    Traits{'J', "joins"},
    Traits{'L', "locks", Takes::kLock},
    Traits{'T', "tries to lock", Takes::kLock, true},
    Traits{'U', "unlocks"},
    Traits{'R', "locks shared", Takes::kSharedLock},
    Traits{'Q', "tries to lock shared", Takes::kSharedLock, true},
    Traits{'W', "waits for"},
    Traits{'K', "wakes from"},
    Traits{'N', "notifies"},
    Traits{'A', "notifies all of"},
    Traits{'G', "reads"},
    Traits{'S', "writes"},
    Traits{'M', "updates"},
    Traits{'F', "waits on"},
    Traits{'H', "wakes those on"},
    Traits{'I', "wakes from"},
    Traits{'Z', "sleeps"},
    Traits{'Y', "yields"},
    Traits{'O', "runs once", Takes::kOnce},
    Traits{'E', "has run once"},
    Traits{'P', "takes from", Takes::kCount},
    Traits{'-', "tries to take from", Takes::kCount, true},
    Traits{'V', "gives to"},
    Traits{'=', "counts"},
    Traits{'@', "arrives at"},
    Traits{'~', "destroys"},
    Traits{'D', "chooses"},
};
static_assert(kTraits.size() == static_cast<std::size_t>(OpKind::kChoose) + 1);

constexpr const Traits& traits(OpKind kind) { return kTraits[static_cast<std::size_t>(kind)]; }

// Takes a lock or from a semaphore if that can be had, and goes on anyway.
constexpr bool tries(OpKind kind) { return traits(kind).tries; }

// Waits until it can have what it takes.
constexpr bool waits_to_take(OpKind kind) {
  return traits(kind).takes != Takes::kNothing && !traits(kind).tries;
}

struct Object;

// Until when an operation waits.
struct Deadline {
  // NOLINTNEXTLINE(google-explicit-constructor): most deadlines are a time and nothing else.
  constexpr Deadline(Nanoseconds at = kNever, bool on_wall_clock = false)
      : at(at), on_wall_clock(on_wall_clock) {}

  Nanoseconds at;      // In virtual time.
  bool on_wall_clock;  // It comes sooner or later when the wall clock is set.
};

struct Operation {
  OpKind kind = OpKind::kStart;
  Object* object = nullptr;  // What it works on; none for kSleep, kYield, kChoose, kStart, kExit.
  Object* mutex = nullptr;   // kWait and kWake: the mutex that belongs to the wait.
  ThreadId other = kNobody;  // kCreate and kJoin: the other thread.
  std::uint32_t alternatives = 1;  // kChoose: how many numbers. kFutexWake: how many to wake.
  Deadline deadline{};             // For those that can time out.
  // It depends on other steps in a way that has no place in a trace.
  bool is_irreducible = false;
};

// How an operation goes on, where there is more than one way: a number below kTimeout says which
// waiter is notified or which number is chosen.
using Way = std::uint16_t;
inline constexpr Way kTimeout = 0xFFFE;   // Its deadline passes first.
inline constexpr Way kSpurious = 0xFFFF;  // It wakes although nobody notified it.
inline constexpr Way kWaysMax = 50'000;

// How it went on in the end. No schedule chooses these.
inline constexpr Way kInVain = kTimeout - 1;       // It tried, and could not have it.
inline constexpr Way kDoneAlready = kTimeout - 2;  // kOnce: another has done it.

// One thing that may happen next: this thread goes on, in this way.
struct Alternative {
  ThreadId thread = kNobody;
  Way way = 0;
  bool operator==(const Alternative&) const = default;
};

// A choice that was made: the alternative that was taken, with what it was.
struct Event {
  Alternative taken;
  OpKind kind = OpKind::kStart;
};

// The letter that stands for an operation in a schedule string.
char letter(OpKind kind);

// Returns in words what the operation does: "locks", "waits for".
const char* verb(OpKind kind);

}  // namespace interleave
