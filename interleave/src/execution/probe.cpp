#include "execution/probe.hpp"

#include <vector>

#include "model/in_program.hpp"

namespace interleave {
namespace {

// No condition takes so many.
constexpr std::uint32_t kStepsOfProbeMax = 10'000;

}  // namespace

Answer Probe::ask(ThreadId sleeper, Observer& recorder) {
  Thread& thread = *run_.threads[sleeper];
  const Operation asleep = thread.pending;
  if (!asleep.mutex->is_free_for(sleeper)) return Answer::kCannotTell;
  std::erase(asleep.object->waiters, sleeper);
  thread.notified = true;
  run_.observers.clear();  // A test's own checks are for what really happens.
  run_.observers.add(&recorder);
  run_.question = {sleeper, asleep.object, asleep.mutex, thread.pc, thread.calls.depth};
  run_.way = 0;
  run_.running = &thread;
  Flow::switch_to(run_.explorer, thread.flow);
  in_program = false;
  return run_.question.answer;
}

void Probe::end(Answer answer) {
  run_.question.answer = answer;
  run_.leave();
}

// A condition may read atomics, take other locks, call what it likes. It is over when the thread
// waits once more at the same place, or has left the wait: returned from the function that waited,
// given the mutex back, or come to what no condition does.
Way Probe::way_of_step() {
  Thread& me = *run_.running;
  Question& question = run_.question;
  const Operation& operation = me.pending;
  if (me.calls.depth < question.depth) end(Answer::kGoesOn);
  switch (operation.kind) {
    case OpKind::kWait: {
      const bool same = operation.object == question.condition && me.pc == question.pc;
      end(same ? Answer::kSleepsAgain : Answer::kGoesOn);
    }
    case OpKind::kUnlock:
      if (operation.object == question.mutex && operation.object->depth <= 1) end(Answer::kGoesOn);
      break;
    case OpKind::kCreate:
    case OpKind::kJoin:
    case OpKind::kExit:
      end(Answer::kGoesOn);
    default:
      break;
  }
  const std::optional<Way> way = scheduler_.way_of(me);
  if (!way || ++question.steps > kStepsOfProbeMax) end(Answer::kCannotTell);
  return *way;
}

}  // namespace interleave
