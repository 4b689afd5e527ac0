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

#include "model/observer.hpp"
#include "model/run.hpp"
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
  std::vector<ThreadId> woken;      // kNotify..., kFutexWake: who wakes.
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

// Of each place in the program and each address the last: a loop may make millions.
using Accesses =
    std::map<std::tuple<ThreadId, const void*, const void*, AccessKind>, RecordedAccess>;

class Recorder final : public Observer {
 public:
  void find_place(Thread& me) override { unwind(me); }
  void before(const Run& run, const Thread& thread, Way way) override;
  bool wants_accesses() const override { return true; }
  void accesses(const Run& run, const MemoryAccess& access) override;
  void asks_for(const Run& run, const Block& block) override;
  void tells(const Run& run, Thread& me, std::string_view does, const void* pc) override;
  void fails(const Run& run, const Breakdown& breakdown) override;

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

  // What objects, and the memory of a race, are called.
  const Sightings& sightings() const { return sightings_; }

  const Accesses& accesses() const { return accesses_; }
  std::uint64_t accesses_made() const { return accesses_made_; }

  // What is held and waited for now.
  Snapshot snapshot(const Run& run) const;

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
  Accesses accesses_;
  std::uint64_t accesses_made_ = 0;
  std::vector<RecordedBlock> blocks_;
  Sightings sightings_;
};

}  // namespace interleave
