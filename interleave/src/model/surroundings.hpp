// What the model has to ask of the rooms that stand on it.
#pragma once

#include <cstdint>

namespace interleave {

struct Run;
struct Thread;

class Surroundings {
 public:
  // A run begins: all memory is as if never used. May add observers to the run.
  virtual void begin_run(Run& run) = 0;

  // Takes back what the last run left behind: memory that it freed, global variables that it
  // changed.
  virtual void clean_up() = 0;

  // Returns a name for what lies at `address` that is the same in every schedule.
  virtual std::uint64_t key_of(const void* address) const = 0;

  // Whether a thread sleeps or yields inside the standard library: how that waits is not the
  // program's business.
  virtual bool waits_inside_library(const Thread& thread) const = 0;

  // `thread`, which is running and no body, is about to end: what it keeps is destroyed. That may
  // take steps.
  virtual void end_thread(Thread& thread) = 0;

 protected:
  ~Surroundings() = default;
};

}  // namespace interleave
