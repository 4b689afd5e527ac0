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
#include "story/sightings.hpp"
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
  ThreadId woken = kNobody;         // kNotifyOne, kFutexWake: who wakes.
  bool in_vain = false;             // A try that fails.
  bool awaits_others = false;       // kSleep: until_others_wait().
  Nanoseconds wall_clock_move = 0;  // kSleep: move_wall_clock().
  Nanoseconds now = 0;
  Nanoseconds deadline = kNever;
  Stack stack;
  Snapshot held;  // What is held and waited for when it happens.
  // What `thread` printed. It is not an operation then, and stands between those of its thread
  // between which it was printed.
  std::string output;
  std::string words;  // What it says of itself, by tell(): it is not an operation then.
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

class Recorder {
 public:
  // Called when `thread` is about to take a step, and on each access to memory.
  void before(const Execution& execution, const Thread& thread, Way way);
  void access(Execution& execution, const void* address, std::size_t bytes, AccessKind kind,
              const void* pc);

  void block(const Execution& execution, const Block& block);

  // The running thread says at `pc` what it does.
  void say(Execution& execution, std::string_view does, const void* pc);

  const std::vector<RecordedStep>& steps() const { return steps_; }
  // The block that `address` lies in, or nullptr.
  const RecordedBlock* block_around(const void* address) const;
  // The last access of `thread` of that kind to any of `bytes` bytes at `address`, but not
  // `except`. nullptr if there is none.
  const RecordedAccess* last_access(ThreadId thread, AccessKind kind, const void* address,
                                    std::size_t bytes, const RecordedAccess* except) const;
  // The two accesses of a race, or nullptr twice.
  struct RacingAccesses {
    const RecordedAccess* earlier = nullptr;
    const RecordedAccess* later = nullptr;
  };
  RacingAccesses accesses_of(const Race& race) const;

  // The execution fails in what the running thread does.
  void note_failure(const Execution& execution);

  // What objects, and the memory of a race, are called.
  const Sightings& sightings() const { return sightings_; }

  // What is held and waited for now.
  Snapshot snapshot(const Execution& execution) const;

  // Finds out where the calling thread is, for stack_of(), in a program whose code does not keep
  // that up to date by itself; and what its next step's object is called.
  void unwind(Thread& me);
  // The same, outermost first, of any program.
  static Stack unwound();

  static Stack stack_of(const Thread& thread, const void* pc);

 private:
  void note_readers(const Thread& thread, Way way);
  void note_output(const Thread& printer);

  std::vector<RecordedStep> steps_;
  Readers readers_;
  // Of each place in the program and each address the last: a loop may make millions.
  std::map<std::tuple<ThreadId, const void*, const void*, AccessKind>, RecordedAccess> accesses_;
  std::uint64_t accesses_made_ = 0;
  std::vector<RecordedBlock> blocks_;
  Sightings sightings_;
};

}  // namespace interleave
