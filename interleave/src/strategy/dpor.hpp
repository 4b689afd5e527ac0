// Searches one schedule of each kind: optimal dynamic partial order reduction (Abdulla, Aronis,
// Jonsson, Sagonas, "Optimal Dynamic Partial Order Reduction", POPL 2014; "Source Sets", JACM
// 2017).
//
// After each run the races of its steps are reversed: at the step that came first, the other order
// is put aside for a later run. Sleep sets keep out what an earlier run has covered, wakeup trees
// see to it that no run is begun that they would stop.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/chooser.hpp"
#include "model/trace.hpp"
#include "strategy/happens_before.hpp"
#include "strategy/wakeup_tree.hpp"

namespace interleave {

class OptimalSearch : public Chooser {
 public:
  // `spurious_wakeups_max`: as in Options.
  explicit OptimalSearch(int spurious_wakeups_max) {
    trace_.spurious_wakeups_max = spurious_wakeups_max;
  }

  // The execution's steps, of each run anew.
  Trace& trace() { return trace_; }

  // Makes the next run take a schedule of another kind. Returns false when there is none.
  bool next();

  std::size_t choose(const Crossroads& at) override;

  // Runs that turned out to be of a kind that was seen. There should be none.
  std::uint64_t redundant() const { return redundant_; }
  // The program took other turns under the same choices: something outside changes it.
  bool diverged() const { return diverged_; }

 private:
  using Steps = std::vector<TraceStep>;

  // A point of the current run, before its n-th choice.
  struct Point {
    TraceStep taken;
    Steps asleep;       // Need not be taken here: that was covered.
    WakeupTree to_try;  // Still to be taken here, in later runs.
  };

  void follow();
  void pass(const TraceStep& step);
  void reverse_races();
  static bool is_asleep(const Steps& asleep, const TraceStep& step);

  Trace trace_;
  HappensBefore order_;
  std::vector<Point> points_;
  std::size_t replayed_ = 0;     // So many points belong to the run before, too.
  std::size_t depth_ = 0;        // Choices of this run so far.
  std::size_t followed_ = 0;     // Steps of the trace that are dealt with.
  Steps asleep_;                 // At the current depth.
  WakeupTree to_try_;            // The same.
  std::vector<TraceStep> ways_;  // Other ways in which the next step could go on.
  bool first_run_ = true;
  bool is_redundant_ = false;
  std::uint64_t redundant_ = 0;
  bool diverged_ = false;
};

}  // namespace interleave
