// Writes down what happens in one execution, so that it can be told. Only failing schedules are
// recorded, when they are run again: a passing one pays nothing for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "interpose/blocks.hpp"
#include "model/execution.hpp"
#include "story/snapshot.hpp"

namespace interleave {

// Places in the program, outermost call first; the last is the operation's own.
using Stack = std::vector<const void*>;

struct RecordedStep {
  ThreadId thread = kNobody;
  OpKind kind = OpKind::kStart;
  Way way = 0;
  ThreadId other = kNobody;  // kCreate, kJoin: the other thread.
  const Object* object = nullptr;
  const Object* mutex = nullptr;    // kWait, kWake.
  std::uint32_t waiters = 0;        // kNotify...: who slept when it came.
  std::vector<ThreadId> woken;      // kNotify..., kFutexWake: who wakes.
  bool in_vain = false;             // A try that fails.
  bool awaits_others = false;       // kSleep: until_others_wait().
  Nanoseconds wall_clock_move = 0;  // kSleep: move_wall_clock().
  Nanoseconds now = 0;
  Nanoseconds deadline = kNever;
  Stack stack;
  Snapshot held;       // What is held and waited for when it happens.
  std::string output;  // What the program printed before this step and after the one before.
  std::string words;   // What it says of itself, by tell(): it is not an operation then.
};

struct RecordedAccess {
  ThreadId thread = kNobody;
  AccessKind kind = AccessKind::kRead;
  const void* address = nullptr;
  std::size_t bytes = 0;
  std::size_t steps_before = 0;
  std::uint64_t number = 0;  // In the order in which they happened.
  Stack stack;
};

struct RecordedBlock {
  Block block;
  Stack stack;  // Where it was asked for.
};

// Of each place in the program and each address the last: a loop may make millions.
using Accesses =
    std::map<std::tuple<ThreadId, const void*, const void*, AccessKind>, RecordedAccess>;

class Recorder {
 public:
  // Called when `thread` is about to take a step, and on each access to memory.
  void before(const Execution& execution, const Thread& thread, Way way);
  void access(Execution& execution, const void* address, std::size_t bytes, AccessKind kind,
              const void* pc);

  void block(const Execution& execution, const Block& block);

  // Whether a debugger stops where this run fails.
  bool stops_debugger = false;

  // The running thread says at `pc` what it does.
  void say(Execution& execution, std::string_view does, const void* pc);

  const std::vector<RecordedStep>& steps() const { return steps_; }
  // The block that `address` lies in, or nullptr.
  const RecordedBlock* block_around(const void* address) const;
  // The last access of `thread` of that kind to any byte of the granule at `address`, but not
  // `except`. nullptr if there is none.
  const RecordedAccess* last_access(ThreadId thread, AccessKind kind, const void* address,
                                    const RecordedAccess* except) const;

  const Accesses& accesses() const { return accesses_; }
  std::uint64_t accesses_made() const { return accesses_made_; }

  // What is held and waited for now.
  Snapshot snapshot(const Execution& execution) const;

  // Finds out where the calling thread is, for stack_of(), in a program whose code does not keep
  // that up to date by itself.
  static void unwind(Thread& me);
  // The same, outermost first, of any program.
  static Stack unwound();

  static Stack stack_of(const Thread& thread, const void* pc);

 private:
  void note_readers(const Thread& thread, Way way);

  std::vector<RecordedStep> steps_;
  Readers readers_;
  Accesses accesses_;
  std::uint64_t accesses_made_ = 0;
  std::vector<RecordedBlock> blocks_;
};

}  // namespace interleave
