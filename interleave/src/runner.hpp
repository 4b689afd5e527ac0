// Runs the program once under a chooser, for the search: in this process or in another.
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

  // Runs the program from its start to its end or its failure. `trace` may be nullptr.
  void run(Chooser& chooser, Trace* trace) {
    const bool unlocks = execution_.unlocks_are_choices();
    if (trace == nullptr) {
      execution_.run(body_, chooser);
    } else {
      TraceRecorder recorder(*trace);
      execution_.run(body_, chooser, {&recorder});
    }
    found_a_race_ = racing_places != nullptr && racing_places->learn();
    if (found_a_race_ || execution_.unlocks_are_choices() != unlocks) ++choices_found_;
  }

  // Runs a schedule of an earlier run with the choices that there were then.
  void run_again(const Schedule& schedule, Chooser& chooser) {
    const bool unlocks = execution_.unlocks_are_choices();
    execution_.set_unlocks_are_choices(schedule.unlocks_are_choices);
    execution_.run(body_, chooser);
    if (unlocks) execution_.set_unlocks_are_choices(true);
  }

  // Of the last run.
  std::optional<FailureKind> failure() const {
    if (!execution_.breakdown() || execution_.breakdown()->is_accepted) return std::nullopt;
    return execution_.breakdown()->kind;
  }
  Schedule schedule() const {
    Schedule schedule;
    schedule.unlocks_are_choices = execution_.unlocks_are_choices_in_run();
    schedule.choices = execution_.choices();
    if (racing_places != nullptr) {
      schedule.racing_places = racing_places->to_string();
    }
    return schedule;
  }
  std::uint64_t steps() const { return execution_.steps(); }

  // The last run ended at a race with a place that was not known. From now on both are choices.
  bool found_a_race() const { return found_a_race_; }
  // How often a run has shown that there is more to choose than was known: another racing place,
  // or the first try of a lock. A tree of choices that was begun before does not have it.
  std::uint32_t choices_found() const { return choices_found_; }

  // Where races are choices: the places that race so far.
  std::optional<std::size_t> racing_places_known() const {
    if (racing_places == nullptr) return std::nullopt;
    return racing_places->size();
  }

 private:
  Execution& execution_;
  const std::function<void()>& body_;
  bool found_a_race_ = false;
  std::uint32_t choices_found_ = 0;
};

}  // namespace interleave
