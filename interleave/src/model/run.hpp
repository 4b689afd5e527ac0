// One run of the body under one schedule: its threads, its objects, and how far it has come.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "interleave/options.hpp"
#include "model/breakdown.hpp"
#include "model/object.hpp"
#include "model/observer.hpp"
#include "model/operation.hpp"
#include "model/probe.hpp"
#include "model/thread.hpp"

namespace interleave {

// What is of one run alone and needs no storage of its own. It is assigned whole when a run begins,
// so that nothing of the one before can be left.
struct RunState {
  Thread* running = nullptr;
  Way way = 0;             // In which the running thread goes on.
  bool is_choice = false;  // The step that comes now was taken from the alternatives.
  // Watched runs: whose step is not over yet, and what it is.
  const Thread* in_step = nullptr;
  OpKind step_kind = OpKind::kStart;

  Nanoseconds now = 0;
  Nanoseconds wall_clock_moved_by = 0;
  std::uint64_t steps = 0;
  std::uint32_t run_length = 0;  // Steps of the running thread in a row.
  int spurious_wakeups = 0;
  std::uint32_t threads_ended = 0;  // Those that have nothing left to do but to end.

  Thread* ending_program = nullptr;  // Is in end_program(), the first to be so.
  std::uint64_t ending_since = 0;    // Steps taken then.

  // Somebody can notice a mutex that is about to be free: giving it back is a choice.
  bool unlocks_matter = false;
  bool unlocks_mattered = false;  // At the start of the run.
  // Somebody looks at every state that the program is in. No two steps can change places then.
  bool every_state_matters = false;
  // Somebody started, wants to end, has ended, or wants to join since nobody but the running thread
  // was found to be eager. Nothing else makes eager who was not so when it announced its operation.
  bool others_may_be_eager = false;

  std::optional<Breakdown> breakdown{};

  Probe probe{};
};

struct Run : RunState {
  const Options* options = nullptr;
  Observers observers;
  std::vector<Thread*> threads;  // By id.
  ObjectTable objects;
  std::vector<Event> choices;  // That were made, in order.

  // Everything is as if nothing had ever run; storage is kept. The observers are the caller's.
  void begin(bool unlocks_matter_from_the_start) {
    static_cast<RunState&>(*this) = RunState{};
    unlocks_matter = unlocks_mattered = unlocks_matter_from_the_start;
    threads.clear();
    objects.clear();
    choices.clear();
  }

  // Returns the thread that has `address` on its stack, or nullptr.
  const Thread* thread_with_stack(const void* address) const {
    const auto found = std::find_if(
        threads.begin(), threads.end(),
        [address](const Thread* thread) { return thread->flow.has_on_stack(address); });
    return found == threads.end() ? nullptr : *found;
  }

  // Whether the time of `operation` is over, or may be.
  bool is_due(const Operation& operation) const {
    if (operation.deadline.at == kNever) return false;
    return operation.deadline.at <= now || options->timeouts_any_time;
  }
  // Whether one more sleeper may wake unasked.
  bool may_wake_unasked() const { return spurious_wakeups < options->spurious_wakeups_max; }
};

}  // namespace interleave
