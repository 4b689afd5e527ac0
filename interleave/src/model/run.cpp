#include "model/run.hpp"

#include <algorithm>
#include <utility>

#include "cut.hpp"
#include "model/in_program.hpp"

namespace interleave {

__thread bool in_program = false;

void Run::begin(bool unlocks_matter_from_the_start) {
  static_cast<RunState&>(*this) = RunState{};
  unlocks_matter = unlocks_mattered = unlocks_matter_from_the_start;
  threads.clear();
  objects.clear();
  choices.clear();
}

bool Run::was_heard_from(const Thread& thread) const {
  return thread.detached && threads[0]->clock.of(thread.id) > 0;
}

// The body has waited for it if it has seen all that the thread told to others.
bool Run::is_done(const Thread& thread) const {
  return was_heard_from(thread) && thread.pending.kind == OpKind::kExit &&
         threads[0]->clock.of(thread.id) + 1 >= thread.clock.of(thread.id);
}

Thread* Run::thread_of(std::uint64_t handle) const {
  const std::uint64_t id = handle - kFirstHandle;
  return id < threads.size() ? threads[id] : nullptr;
}

const Thread* Run::thread_with_stack(const void* address) const {
  const auto found = std::find_if(threads.begin(), threads.end(), [address](const Thread* thread) {
    return thread->flow.has_on_stack(address);
  });
  return found == threads.end() ? nullptr : *found;
}

std::size_t Run::count_threads_alive() {
  every_state_matters = true;
  return threads.size() - threads_ended;
}

// What is overdue then comes when time passes next, as all time-outs do: after what went before.
void Run::move_wall_clock(Nanoseconds by) {
  wall_clock_moved_by += by;
  for (Thread* thread : threads) {
    Deadline& deadline = thread->pending.deadline;
    if (deadline.on_wall_clock) deadline.at = std::max(now + 1, deadline.at - by);
  }
}

void Run::watch_every_state(Observer& observer) {
  if (question.is_open()) return;  // The run is over.
  observers.add(&observer);
  // It sees how this step ends, whoever watched before.
  in_step = running;
  step_kind = running->pending.kind;
  every_state_matters = true;
  unlocks_matter = true;  // Somebody sees who holds what.
}

void Run::begin_step(const Thread& thread, Way first_way) {
  in_step = &thread;
  step_kind = thread.pending.kind;
  observers.tell(&Observer::before, *this, thread, first_way);
}

void Run::end_step(Way last_way) {
  const Thread* thread = std::exchange(in_step, nullptr);
  if (thread != nullptr) observers.tell(&Observer::after, *this, *thread, last_way);
}

void Run::fail_soon(Breakdown how) {
  const OutsideProgram outside;
  if (question.is_open()) {
    const bool endless = how.kind == FailureKind::kNeverEnds || how.kind == FailureKind::kPolls;
    question.answer = endless ? Answer::kCannotTell : Answer::kGoesOn;
  } else if (!breakdown) {
    how.message = cut_to(std::move(how.message), kMessageBytesMax);
    breakdown = std::move(how);
    if (!breakdown->is_accepted) observers.tell(&Observer::fails, *this, *breakdown);
  }
}

void Run::fail(Breakdown how) {
  fail_soon(std::move(how));
  leave();
}

void Run::leave() {
  in_program = false;
  Flow::switch_to(running->flow, explorer);
  __builtin_unreachable();
}

}  // namespace interleave
