// Writes down the steps of an execution for the partial order reduction.
#pragma once

#include "model/observer.hpp"
#include "model/run.hpp"
#include "model/trace.hpp"

namespace interleave {

class TraceRecorder final : public Observer {
 public:
  explicit TraceRecorder(Trace& trace) : trace_(trace) {}

  void before(const Run& run, const Thread& thread, Way way) override;
  void wakes(const Run& run, Thread& sleeper) override;
  void after(const Run& run, const Thread& thread, Way way) override;
  void stands_still(const Run& run) override;
  void run_ends(const Run& run) override;

 private:
  void close_step(Way way);
  void note_blocked(const Thread& thread);
  void take(const Thread& thread, TraceStep& step) const;
  void take_what_it_wants(const Thread& thread, TraceStep& step) const;
  void take_wake(const Thread& thread, TraceStep& step) const;
  void take_futex(const Thread& thread, TraceStep& step) const;
  std::uint32_t here() const { return static_cast<std::uint32_t>(trace_.steps.size()); }

  Trace& trace_;
  // The last step of the trace is not over. If it updates an atomic, which, and how often that had
  // changed before.
  bool is_open_ = false;
  const Object* updated_ = nullptr;
  std::uint32_t version_before_ = 0;
};

}  // namespace interleave
