// Runs the program once under a chooser.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "execution/execution.hpp"
#include "model/trace_recorder.hpp"
#include "race/racing_places.hpp"
#include "strategy/schedule.hpp"

namespace interleave {

class Runner {
 public:
  // Both must outlive the runner.
  Runner(Execution& execution, const std::function<void()>& body)
      : execution_(execution), body_(body) {}

  // Runs the body from its start to its end or its failure. `trace` may be nullptr.
  void run(Chooser& chooser, Trace* trace) {
    if (trace == nullptr) return execution_.run(body_, chooser);
    TraceRecorder recorder(*trace);
    execution_.run(body_, chooser, {&recorder});
  }

  // Of the last run.
  std::optional<FailureKind> failure() const {
    if (!execution_.breakdown()) return std::nullopt;
    return execution_.breakdown()->kind;
  }
  Schedule schedule() const {
    Schedule schedule{execution_.unlocks_are_choices_in_run(), execution_.choices()};
    if (racing_places != nullptr) schedule.racing_places = racing_places->to_string();
    return schedule;
  }
  std::uint64_t steps() const { return execution_.steps(); }

  // Whether the next run begins with unlocks as choices (Execution::unlocks_are_choices).
  bool unlocks_are_choices() const { return execution_.unlocks_are_choices(); }
  void set_unlocks_are_choices(bool yes) { execution_.set_unlocks_are_choices(yes); }

 private:
  Execution& execution_;
  const std::function<void()>& body_;
};

}  // namespace interleave
