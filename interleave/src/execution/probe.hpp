// Asks a thread that sleeps at the end of a run whether it would go on if it looked again.
#pragma once

#include <optional>

#include "model/question.hpp"
#include "model/run.hpp"
#include "model/scheduler.hpp"

namespace interleave {

class Probe {
 public:
  // Both must outlive it.
  Probe(Run& run, Scheduler& scheduler) : run_(run), scheduler_(scheduler) {}

  // After a run that ended in a deadlock: wakes `sleeper`, which waits on a condition variable, and
  // runs it alone until it waits again or has left the wait, while `recorder` watches. At most once
  // a run: it changes what the program remembers.
  // Requires: what the program asks of the explorer meanwhile comes to the execution of this run.
  Answer ask(ThreadId sleeper, Observer& recorder);

  // Whether the thread that runs is one that is asked.
  bool is_asking() const { return run_.question.is_open(); }
  // It has announced its pending operation. Returns in which way it takes that, or does not return:
  // that was the answer.
  Way way_of_step();

 private:
  [[noreturn]] void end(Answer answer);

  Run& run_;
  Scheduler& scheduler_;
};

}  // namespace interleave
