// What a partial order reduction needs to know of an execution: each step that was taken, with the
// objects it used. Two steps of different threads that conflict nowhere can change places without
// anybody noticing; executions that differ by such changes only are of one kind.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "model/operation.hpp"

namespace interleave {

// A thread by its ancestry: the n-th that its parent started. Unlike its ThreadId this is the
// same in every schedule.
using ProcessId = std::uint16_t;
inline constexpr ProcessId kNoProcess = std::numeric_limits<ProcessId>::max();

// How a step uses an object. This is the relation of dependence on which the reduction rests:
//
//   shared      reads an atomic; takes or gives back the shared side of a lock; falls asleep on a
//               futex; is told that call_once has been done
//   failed      a try that finds the lock taken; a wait for it whose time is over; a notification
//               that finds nobody asleep
//   exclusive   writes an atomic; takes a lock, or gives it back; falls asleep on a condition
//               variable, or stops to; a notification that wakes somebody
//
// Two uses of one object conflict unless both are shared or both are failed. TraceRecorder says
// which objects each operation uses, and how.
enum class Mode : std::uint8_t {
  kNone,
  kShared,     // Reads an atomic, takes or gives back the shared side of a lock.
  kFailed,     // Finds that it cannot have it, or that nobody waits, and goes on.
  kExclusive,  // Changes it.
};

// Two uses of one object by different threads whose order matters.
constexpr bool conflict(Mode a, Mode b) {
  if (a == Mode::kNone || b == Mode::kNone) return false;
  return a != b || a == Mode::kExclusive;
}

struct TraceAccess {
  std::uint64_t object = 0;  // Its name in all schedules: Object::key.
  std::uint32_t place = 0;   // Its number in this one, from 0.
  Mode mode = Mode::kNone;
};

// Wake-ups that nobody asked for come out of one budget, so their order matters.
inline constexpr TraceAccess kSpuriousBudget{1, 0, Mode::kExclusive};

inline constexpr std::uint32_t kNoStep = std::numeric_limits<std::uint32_t>::max();

struct TraceStep {
  TraceAccess accesses[2];
  std::uint32_t cause = kNoStep;  // The earlier step that made it possible, such as a notification.
  ProcessId process = kNoProcess;  // kNoProcess: nobody could run, and time passed.
  ProcessId other = kNoProcess;    // The thread that is started or joined.
  Way way = 0;
  OpKind kind = OpKind::kStart;
  bool is_choice = false;         // Taken from the alternatives, not at once.
  bool acquires = false;          // Had to wait until it could have the object of the first access.
  bool begins = false;            // From here on it holds that object, ...
  bool ends = false;              // ... and from here on it does not: accesses[0].
  bool after_standstill = false;  // Became possible because nobody could run.
  bool awaited = false;         // Looked at the same value again and again, until the last change.
  bool any_way = false;         // Planned, and the ways it can go are not known.
  bool takes = false;           // Takes from a semaphore.
  bool is_due = false;          // Takes a lock or from a semaphore, or gives up: its time is over.
  std::uint32_t count = 0;      // So much could be taken: what a semaphore held, 1 for a free lock.
  bool could_time_out = false;  // Woken by `cause`; its time-out was possible before that, ...
  bool could_be_spurious = false;  // ... or a wake-up that nobody asked for.

  bool same_choice(const TraceStep& step) const {
    return process == step.process && way == step.way;
  }
};

// Steps of different threads whose order matters.
inline bool conflict(const TraceStep& a, const TraceStep& b) {
  for (const TraceAccess& x : a.accesses) {
    for (const TraceAccess& y : b.accesses) {
      if (x.object == y.object && conflict(x.mode, y.mode)) return true;
    }
  }
  return false;
}

// The steps of one execution, in order, and what its threads were about to do when it ended.
struct Trace {
  std::vector<TraceStep> steps;
  std::vector<TraceStep> blocked;  // Threads that could not go on: their next steps.
  bool is_reducible = true;        // All that happened is in `steps`.
  int spurious_wakeups_max = 0;    // Of each execution.

  // Makes it ready for another execution.
  void clear() {
    steps.clear();
    blocked.clear();
    is_reducible = true;
  }
};

}  // namespace interleave
