// Runs the program once under a chooser. The search does not know whether that happens in this
// process or in another.
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
  virtual ~Runner() = default;

  // Runs the program from its start to its end or its failure. `trace` may be nullptr.
  virtual void run(Chooser& chooser, Trace* trace) = 0;

  // Of the last run.
  virtual std::optional<FailureKind> failure() const = 0;
  virtual Schedule schedule() const = 0;
  virtual std::uint64_t steps() const = 0;

  // Whether the next run begins with unlocks as choices (Execution::unlocks_are_choices).
  virtual bool unlocks_are_choices() const = 0;
  virtual void set_unlocks_are_choices(bool yes) = 0;
};

// Runs a body on fibers or threads of this process.
class BodyRunner : public Runner {
 public:
  // Both must outlive the runner.
  BodyRunner(Execution& execution, const std::function<void()>& body)
      : execution_(execution), body_(body) {}

  void run(Chooser& chooser, Trace* trace) override {
    if (trace == nullptr) return execution_.run(body_, chooser);
    TraceRecorder recorder(*trace);
    execution_.run(body_, chooser, {&recorder});
  }
  std::optional<FailureKind> failure() const override {
    if (!execution_.breakdown()) return std::nullopt;
    return execution_.breakdown()->kind;
  }
  Schedule schedule() const override {
    Schedule schedule{execution_.unlocks_are_choices_in_run(), execution_.choices()};
    if (racing_places != nullptr) schedule.racing_places = racing_places->to_string();
    return schedule;
  }
  std::uint64_t steps() const override { return execution_.steps(); }
  bool unlocks_are_choices() const override { return execution_.unlocks_are_choices(); }
  void set_unlocks_are_choices(bool yes) override { execution_.set_unlocks_are_choices(yes); }

 private:
  Execution& execution_;
  const std::function<void()>& body_;
};

}  // namespace interleave
