#include "execution/probe.hpp"

#include "model/in_program.hpp"

namespace interleave {

bool Probe::would_go_on(ThreadId sleeper) {
  Thread& thread = *run_.threads[sleeper];
  const Operation asleep = thread.pending;
  if (asleep.kind != OpKind::kWake || asleep.mutex->owner != kNobody) return false;
  run_.observers.clear();
  run_.probed = sleeper;
  run_.probed_goes_on = false;
  run_.way = 0;
  run_.running = &thread;
  Flow::switch_to(run_.explorer, thread.flow);
  in_program = false;
  if (!run_.probed_goes_on)
    asleep.mutex->owner = kNobody;  // It is about to give it back and sleep.
  return run_.probed_goes_on;
}

void Probe::answer() {
  run_.probed_goes_on = run_.running->pending.kind != OpKind::kWait;
  run_.leave();
}

}  // namespace interleave
