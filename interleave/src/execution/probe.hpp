// Asks a thread that sleeps at the end of a run whether it would go on if it looked again.
#pragma once

#include "model/run.hpp"

namespace interleave {

class Probe {
 public:
  explicit Probe(Run& run) : run_(run) {}

  // After a run that ended in a deadlock: lets `sleeper`, which waits on a condition variable, look
  // at its condition once more. Returns true if it then goes on instead of falling asleep again.
  // At most once a run for each sleeper.
  // Requires: what the program asks of the explorer meanwhile comes to the execution of this run.
  bool would_go_on(ThreadId sleeper);

  // Whether the thread that runs is one that is asked.
  bool is_asking() const { return run_.probed != kNobody; }
  // It announces its pending operation: that is the answer.
  [[noreturn]] void answer();

 private:
  Run& run_;
};

}  // namespace interleave
