// Who watches a run. Recorders, racing places, the debugger and a test's own checks all stand
// behind this interface; a run without any of them pays a branch a step.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

#include "model/memory.hpp"
#include "model/operation.hpp"

namespace interleave {

struct Breakdown;
struct Run;
struct Thread;

// All calls come from inside the run, outside of the program (in_program is false), except for
// run_begins() and run_ends(). A step is what `thread.pending` says, and all that the thread does
// on its own after it, up to its next operation.
class Observer {
 public:
  virtual ~Observer() = default;

  virtual void run_begins(const Run&) {}
  virtual void run_ends(const Run&) {}

  // From its creation up to when nothing but its end is left to do. The body's own has begun
  // before.
  virtual void thread_begins(const Run&, const Thread&) {}
  virtual void thread_ends(const Run&, const Thread&) {}

  // The running thread announces an operation, or is about to fail. Whoever wants to know where it
  // stands may fill in thread.pc and thread.calls.
  virtual void find_place(Thread&) {}

  // `thread` is about to take its step in this way. A sleeper whose time is over, or that wakes
  // unasked, need not be the running thread.
  virtual void before(const Run&, const Thread&, Way) {}
  // During the step: it wakes `sleeper`.
  virtual void wakes(const Run&, Thread& /*sleeper*/) {}
  // The step, of run.step_kind, has taken its whole effect, on memory, too. `way` is how it went
  // on. thread.pending may be the next one already. Does not come where the run ends in the middle.
  virtual void after(const Run&, const Thread&, Way) {}

  // Nobody could go on, and time passes or those who look again and again look once more.
  virtual void stands_still(const Run&) {}

  // Only for those who want it: millions may come.
  virtual bool wants_accesses() const { return false; }
  virtual void accesses(const Run&, const MemoryAccess&) {}
  // The running thread has got a block of memory.
  virtual void asks_for(const Run&, const Block&) {}

  // The running thread says at `pc` what it does.
  virtual void tells(const Run&, Thread&, std::string_view /*does*/, const void* /*pc*/) {}

  virtual void fails(const Run&, const Breakdown&) {}
};

// The observers of one run. Storage is kept for the next.
class Observers {
 public:
  bool empty() const { return all_.empty(); }
  // Whether an access may be of interest although it does not race.
  bool want_accesses() const { return want_accesses_; }

  bool contain(const Observer& observer) const {
    return std::find(all_.begin(), all_.end(), &observer) != all_.end();
  }

  void clear() {
    all_.clear();
    want_accesses_ = false;
  }
  // Does nothing for nullptr.
  void add(Observer* observer) {
    if (observer == nullptr) return;
    all_.push_back(observer);
    want_accesses_ = want_accesses_ || observer->wants_accesses();
  }

  // Calls `method` of each with `arguments`.
  template <typename... Parameters, typename... Arguments>
  void tell(void (Observer::*method)(Parameters...), Arguments&&... arguments) const {
    // By index: an observer may add another.
    for (std::size_t i = 0; i < all_.size(); ++i) (all_[i]->*method)(arguments...);
  }

 private:
  std::vector<Observer*> all_;
  bool want_accesses_ = false;
};

}  // namespace interleave
