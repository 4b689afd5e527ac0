#include "model/probe.hpp"

#include "model/execution.hpp"
#include "story/recorder.hpp"

namespace interleave {
namespace {

// No condition takes so many.
constexpr std::uint32_t kStepsMax = 10'000;

}  // namespace

Answer Execution::ask(ThreadId sleeper) {
  Thread& thread = *threads_[sleeper];
  const Operation asleep = thread.pending;
  if (!asleep.mutex->is_free_for(sleeper)) return Answer::kCannotTell;
  std::erase(asleep.object->waiters, sleeper);
  thread.notified = true;
  current_execution = this;
  tracer_.reset();
  probe_ = {sleeper, asleep.object, asleep.mutex, thread.pc, thread.calls.depth};
  way_ = 0;
  running_ = &thread;
  Flow::switch_to(explorer_, thread.flow);
  in_program = false;
  current_execution = nullptr;
  return probe_.answer;
}

void Execution::end_probe(Answer answer) {
  probe_.answer = answer;
  leave_for_explorer();
}

// A condition may read atomics, take other locks, call what it likes. It is over when the thread
// waits once more at the same place, or has left the wait: returned from the function that waited,
// given the mutex back, or come to what no condition does.
void Execution::step_of_probe(Thread& me) {
  const Operation& operation = me.pending;
  if (me.calls.depth < probe_.depth) end_probe(Answer::kGoesOn);
  switch (operation.kind) {
    case OpKind::kWait: {
      const bool same = operation.object == probe_.condition && me.pc == probe_.pc;
      end_probe(same ? Answer::kSleepsAgain : Answer::kGoesOn);
    }
    case OpKind::kUnlock:
      if (operation.object == probe_.mutex && operation.object->depth <= 1)
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
  if (alternatives_.empty() || ++probe_.steps > kStepsMax) end_probe(Answer::kCannotTell);
  way_ = alternatives_.front().way;
  apply(me, way_);
  in_program = true;
}

}  // namespace interleave
