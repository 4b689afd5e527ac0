// Which steps of an execution had to come in this order, and which might as well have come in
// another: the relation on which partial order reduction rests. It orders what conflicts, so it is
// stronger than the happens-before of the C++ memory model, by which data races are judged.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/trace.hpp"

namespace interleave {

// Two steps whose order can be reversed: `second` could come before the step `first`.
struct Reversal {
  std::uint32_t first = 0;
  TraceStep second;
  std::uint32_t previous = kNoStep;  // The step of its own thread before `second`.
  std::uint32_t without = kNoStep;   // Another step before which `second` must come.
};

class HappensBefore {
 public:
  // Finds the order of all steps of `trace` and all its races. `trace` must stay as it is.
  void analyse(const Trace& trace);

  // Whether the step `a` had to come before the step `b`, which comes later.
  bool ordered(std::uint32_t a, std::uint32_t b) const { return knows(clock(b), a); }
  // Whether `a` had to come before the second step of `race`, left alone what `race` is about.
  bool ordered(std::uint32_t a, const Reversal& race) const {
    return (race.previous != kNoStep && (a == race.previous || ordered(a, race.previous))) ||
           (race.second.cause != kNoStep &&
            (a == race.second.cause || ordered(a, race.second.cause)));
  }

  const std::vector<Reversal>& races() const { return races_; }

  // Where the shared side of a lock that `step` took was given back; kNoStep if it was not.
  std::uint32_t end_of(std::uint32_t step) const { return end_[step]; }

 private:
  // For each process, how many of its steps are known. As in Mattern's vector clocks.
  using Clock = std::uint32_t*;

  // A use of an object that a later one may conflict with.
  struct Use {
    std::uint32_t step = 0;
    Mode mode = Mode::kNone;
    bool ends = false;
  };
  struct Uses {
    std::vector<Use> recent;             // The last exclusive use, and all since.
    std::uint32_t holder = kNoStep;      // The step since which somebody has it for himself,
    std::uint32_t depth = 0;             // so many times,
    std::uint32_t section = kNoStep;     // and the one that began the last time that is over.
    std::vector<std::uint32_t> readers;  // Steps that took the shared side, not given back yet.
  };

  Clock clock(std::uint32_t step) { return clocks_.data() + step * processes_; }
  const std::uint32_t* clock(std::uint32_t step) const {
    return clocks_.data() + step * processes_;
  }
  bool knows(const std::uint32_t* clock, std::uint32_t step) const {
    return clock[(*steps_)[step].process] >= index_[step];
  }
  void begin(const Trace& trace);
  void join(Clock clock, std::uint32_t step) const;
  void begin_clock(const TraceStep& step, std::uint32_t previous, Clock clock) const;
  void add_standstill(std::uint32_t number);
  void add(std::uint32_t number);
  void find_races(const TraceStep& step, std::uint32_t previous);
  void find_races_of_acquisition(const TraceStep& step, std::uint32_t previous);
  void find_races_of_take(const TraceStep& step, std::uint32_t previous);
  void find_alternative_to_deadline(std::uint32_t number, std::uint32_t previous);
  void find_alternatives_to_waiting(const TraceStep& step, std::uint32_t previous);
  void find_race_for_wake_up(const TraceStep& step, std::uint32_t previous);
  TraceStep end_of_sleep(TraceStep step, std::uint32_t previous, Way way) const;
  void add_race(std::uint32_t first, const TraceStep& second, std::uint32_t previous);
  void use_objects(std::uint32_t number);
  void note_reader(const TraceStep& step, std::uint32_t number);
  void note_holder(const TraceStep& step, std::uint32_t number);

  const std::vector<TraceStep>* steps_ = nullptr;
  std::size_t processes_ = 0;
  std::vector<std::uint32_t> clocks_;   // One after the other, by step.
  std::vector<std::uint32_t> index_;    // By step: its number in its process, from 1.
  std::vector<std::uint32_t> end_;      // By step that took the shared side: where it ended.
  std::vector<std::uint32_t> last_;     // By process: its last step, or the one that started it.
  std::vector<std::uint32_t> count_;    // By process: its steps.
  std::uint32_t standstill_ = kNoStep;  // The last one.
  std::vector<Uses> uses_;              // By TraceAccess::place.
  std::vector<Reversal> races_;

  // Kept only for their storage.
  std::vector<std::uint32_t> known_;
  std::vector<std::uint32_t> candidates_;
};

}  // namespace interleave
