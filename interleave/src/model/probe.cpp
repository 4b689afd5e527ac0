#include "model/probe.hpp"

#include "model/execution.hpp"

namespace interleave {
namespace {

// No condition takes so many.
constexpr std::uint32_t kStepsMax = 10'000;

}  // namespace

Answer Execution::ask(ThreadId sleeper, Observer& recorder) {
  Thread& thread = *run_.threads[sleeper];
  const Operation asleep = thread.pending;
  if (!asleep.mutex->is_free_for(sleeper)) return Answer::kCannotTell;
  std::erase(asleep.object->waiters, sleeper);
  thread.notified = true;
  run_.observers.clear();  // A test's own checks are for what really happens.
  run_.observers.add(&recorder);
  run_.probe = {sleeper, asleep.object, asleep.mutex, thread.pc, thread.calls.depth};
  run_.way = 0;
  run_.running = &thread;
  current_execution = this;
  Flow::switch_to(explorer_, thread.flow);
  in_program = false;
  current_execution = nullptr;
  return run_.probe.answer;
}

void Execution::end_probe(Answer answer) {
  run_.probe.answer = answer;
  leave_for_explorer();
}

// A condition may read atomics, take other locks, call what it likes. It is over when the thread
// waits once more at the same place, or has left the wait: returned from the function that waited,
// given the mutex back, or come to what no condition does.
void Execution::step_of_probe(Thread& me) {
  Probe& probe = run_.probe;
  const Operation& operation = me.pending;
  if (me.calls.depth < probe.depth) end_probe(Answer::kGoesOn);
  switch (operation.kind) {
    case OpKind::kWait: {
      const bool same = operation.object == probe.condition && me.pc == probe.pc;
      end_probe(same ? Answer::kSleepsAgain : Answer::kGoesOn);
    }
    case OpKind::kUnlock:
      if (operation.object == probe.mutex && operation.object->depth <= 1)
        end_probe(Answer::kGoesOn);
      break;
    case OpKind::kCreate:
    case OpKind::kJoin:
    case OpKind::kExit:
      end_probe(Answer::kGoesOn);
    default:
      break;
  }
  alternatives_.clear();
  collect_ways(me);
  if (alternatives_.empty() || ++probe.steps > kStepsMax) end_probe(Answer::kCannotTell);
  run_.way = alternatives_.front().way;
  apply(me, run_.way);
  in_program = true;
}

}  // namespace interleave
