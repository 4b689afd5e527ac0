// Writes down the steps of an execution for the partial order reduction.
#pragma once

#include "model/thread.hpp"
#include "model/trace.hpp"

namespace interleave {

class TraceRecorder {
 public:
  explicit TraceRecorder(Trace& trace) : trace_(trace) {}

  // `thread` is about to do its pending operation in this way. `other` is the thread that it starts
  // or joins. `is_due`: its time is over.
  void before(const Thread& thread, Way way, bool is_choice, ProcessId other, bool is_due);
  // It has done so, and goes on in this way.
  void after(Way way);

  // The last step only looked: it wrote the value that was there already.
  void note_unchanged();
  // Something depends on other steps in a way that has no place in a trace.
  void note_irreducible() { trace_.is_reducible = false; }
  // Nobody could go on, and time passes or those who look again and again look once more.
  void note_standstill();
  // `thread` cannot go on, and nothing will happen any more.
  void note_blocked(const Thread& thread);

  // Before a notification: `sleeper` might have stopped waiting by itself.
  void note_sleeper(Thread& sleeper, bool could_time_out, bool could_be_spurious) const;

 private:
  void take(const Thread& thread, TraceStep& step) const;
  void take_wake(const Thread& thread, TraceStep& step) const;
  void take_futex(const Thread& thread, TraceStep& step) const;
  std::uint32_t here() const { return static_cast<std::uint32_t>(trace_.steps.size()); }

  Trace& trace_;
};

}  // namespace interleave
