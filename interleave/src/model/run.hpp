// One run of the body under one schedule: its threads, its objects, and how far it has come.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "carrier/flow.hpp"
#include "interleave/options.hpp"
#include "model/breakdown.hpp"
#include "model/object.hpp"
#include "model/observer.hpp"
#include "model/operation.hpp"
#include "model/question.hpp"
#include "model/surroundings.hpp"
#include "model/thread.hpp"

namespace interleave {

// What pthread_self() returns for thread 0; the others follow. Small numbers, so that nothing a
// program prints or hashes differs from run to run.
inline constexpr std::uint64_t kFirstHandle = 1;

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

  Question question{};  // The run is over, and a sleeper is asked.
};

struct Run : RunState {
  Run(Carrier carrier, const Surroundings& surroundings)
      : surroundings(surroundings), explorer(carrier), objects(surroundings) {}

  const Surroundings& surroundings;
  const Options* options = nullptr;
  Flow explorer;  // Whoever waits for the end of the run.
  Observers observers;
  std::vector<Thread*> threads;  // By id.
  ObjectTable objects;
  std::vector<Event> choices;  // That were made, in order.

  // Everything is as if nothing had ever run; storage is kept. The observers are those to be.
  void begin(bool unlocks_matter_from_the_start);

  // Whether the time of `operation` is over, or may be.
  bool is_due(const Operation& operation) const {
    if (operation.deadline.at == kNever) return false;
    return operation.deadline.at <= now || options->timeouts_any_time;
  }
  // Whether one more sleeper may wake unasked.
  bool may_wake_unasked() const { return spurious_wakeups < options->spurious_wakeups_max; }

  // The body has learnt something from this detached thread, which nobody can join.
  bool was_heard_from(const Thread& thread) const;
  // The same, and nothing but its end is to come of which the body does not know.
  bool is_done(const Thread& thread) const;

  // nullptr where there is none.
  Thread* thread_of(std::uint64_t handle) const;
  const Thread* thread_with_stack(const void* address) const;
  // Threads that have more left to do than to end. Whoever asks looks at the state as a whole.
  std::size_t count_threads_alive();

  // Sets the wall clock: whoever waits for a time on it waits for less or for longer.
  void move_wall_clock(Nanoseconds by);

  // Whether anybody watches this run.
  bool is_watched() const { return !observers.empty(); }
  // From now on `observer` watches, too, and looks at every state that the program is in.
  void watch_every_state(Observer& observer);
  // For observers: a step begins, and is over. It went on in this way.
  void begin_step(const Thread& thread, Way first_way);
  void end_step(Way last_way);

  // For observers: the running thread uses memory, has got a block of it, says what it does, or is
  // about to fail.
  void note_access(const MemoryAccess& access) {
    observers.tell(&Observer::accesses, *this, access);
  }
  void note_block(const Block& block) { observers.tell(&Observer::asks_for, *this, block); }
  void say(std::string_view does, const void* pc) {
    observers.tell(&Observer::tells, *this, *running, does, pc);
  }
  void find_place() { observers.tell(&Observer::find_place, *running); }

  // It fails. The first call counts, and the calling thread goes on up to its next operation.
  void fail_soon(Breakdown how);
  // It fails, and ends here.
  [[noreturn]] void fail(Breakdown how);
  // It ends here, in the middle of the running thread, which never goes on.
  [[noreturn]] void leave();
};

}  // namespace interleave
