// A controlled thread: one that the program started inside an exploration, or the body itself.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "carrier/flow.hpp"
#include "model/operation.hpp"
#include "model/trace.hpp"
#include "model/vector_clock.hpp"

namespace interleave {

// The functions a thread is in, outermost first: for each the place it was called from. Compiled
// code keeps it up to date through __tsan_func_entry and __tsan_func_exit.
struct CallStack {
  static constexpr std::size_t kFramesMax = 16 * 1024;  // Deeper calls are not shown.

  CallStack() = default;
  // Copies only the part in use.
  CallStack(const CallStack& other) { *this = other; }
  CallStack& operator=(const CallStack& other) {
    depth = other.depth;
    std::copy_n(other.frames.get(), std::min(depth, kFramesMax), frames.get());
    return *this;
  }

  std::unique_ptr<const void*[]> frames;  // Room for kFramesMax, in a thread that runs.
  std::size_t depth = 0;
};

// What a thread_local variable asked for when it was made (__cxa_thread_atexit).
struct ThreadLocalDestructor {
  void (*destroy)(void*);
  void* object;
};

// The places of atomics that a thread looks at in turns, and what it saw there.
struct Looks {
  struct Look {
    const Object* object = nullptr;
    std::uintptr_t place = 0;  // In the program.
    std::uint32_t version = 0;
  };
  static constexpr std::size_t kMax = 4;  // A loop that looks at more is not known as one.

  std::array<Look, kMax> all{};
  std::size_t size = 0;
};

// What a thread is in one run. It is assigned whole when the thread begins, so that nothing of an
// earlier one on the same carrier can be left; containers keep their storage in that.
struct ThreadState {
  ThreadId id = 0;
  std::string name;  // Set by set_name().
  void* (*start)(void*) = nullptr;
  void* argument = nullptr;
  void* result = nullptr;

  Operation pending;  // What it will do when it goes on.
  bool exited = false;
  bool joined = false;  // Or detached: nobody has to wait for it any more.
  bool detached = false;
  bool notified = false;            // kWake, kFutexAwake: it may go on.
  bool timed_out = false;           // The same, because its deadline passed.
  bool ends_program = false;        // It is in exit(), which ends all threads.
  bool awaits_others = false;       // It sleeps in until_others_wait(), which is no polling.
  Nanoseconds wall_clock_move = 0;  // It sleeps in move_wall_clock(), which is none either.

  // For the trace of steps that the partial order reduction needs.
  ProcessId process = 0;
  std::uint16_t children = 0;        // Threads that it has started.
  std::uint32_t woken_by = kNoStep;  // kWake, kFutexAwake: the step that notified it.
  bool could_time_out = false;       // It might have stopped waiting before that.
  bool could_be_spurious = false;
  bool stood_back = false;  // It looked in vain and let the others go first.

  VectorClock clock;           // What it has seen. Its own part moves on at each release.
  VectorClock fence_acquired;  // Releases read by relaxed loads; an acquire fence takes them over.
  VectorClock fence_released;  // What the last release fence saw; later relaxed stores carry it.

  std::uint32_t naps = 0;         // Sleeps, yields and time-outs: what polling consists of.
  std::uint32_t accesses = 0;     // To memory, since its last step.
  std::uint32_t allocations = 0;  // Blocks of memory it asked for.
  std::uint32_t long_runs = 0;    // Times it went through very many of them without a step.

  // What it has looked at since it did more than look. Seeing the same again and again is spinning:
  // it can go on only when somebody else has written.
  Looks looks;
  // The atomic it used last, from where, and which of its values it saw.
  const Object* watched = nullptr;
  std::uintptr_t watched_at = 0;
  std::uintptr_t looks_from = 0;
  std::uint32_t watched_version = 0;
  std::uint32_t spins = 0;          // See spin.hpp.
  std::uint32_t looks_in_vain = 0;  // What spins would be if nobody had written since.
  std::uint32_t yields = 0;

  // Looks at the clock with no other step between them: how many, since when, and the steps that
  // the run had taken.
  std::uint32_t clock_looks = 0;
  Nanoseconds clock_since = 0;
  std::uint64_t clock_steps = 0;

  // Waits in a row whose time was over before they began: how many, and since when.
  std::uint32_t overdue = 0;
  Nanoseconds overdue_since = 0;
  Nanoseconds timed_out_at = -1;  // When its last wait that timed out did.

  CallStack calls;
  const void* pc = nullptr;  // Where it called the operation it is in.
  std::vector<ThreadLocalDestructor> thread_local_destructors;
  std::vector<void*> key_values;     // By key: pthread_setspecific.
  void* cleanup_handlers = nullptr;  // The innermost pthread_cleanup_push() of C code.
};

// With what it runs on, which is used again in every run.
struct Thread : ThreadState {
  explicit Thread(Carrier carrier) : flow(carrier) {
    calls.frames.reset(new const void*[CallStack::kFramesMax]);
  }

  // Makes it thread number `id` of a run, which has done nothing yet.
  void begin(ThreadId new_id) {
    static_cast<ThreadState&>(*this) = kNewThread;
    id = new_id;
    clock.set(stamp(id, 1));
  }

  // Also tells a debugger, if it can see the thread. An empty name stands for its number.
  void set_name(std::string_view new_name) {
    if (name != new_name) name = new_name;
    if (flow.has_name()) flow.set_name(name.empty() ? "thread " + std::to_string(id) : name);
  }

  Flow flow;

 private:
  static const ThreadState kNewThread;
};

}  // namespace interleave
