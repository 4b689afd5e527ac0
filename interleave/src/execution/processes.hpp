// Where the explorer runs, when it is not all in one process (`interleave run`): each run of a
// whole program needs global variables as they are at a program's start.
#pragma once

namespace interleave {

class Execution;

class Processes {
 public:
  // Goes on in a process that no run has used. What is no memory of the explorer (the program's
  // memory, open files, signal handlers) is as it was in the first process.
  virtual void next(Execution& execution) = 0;

  // Goes on in the first process.
  virtual void go_home() = 0;

 protected:
  ~Processes() = default;
};

// nullptr: all runs are in this process.
extern Processes* processes;

}  // namespace interleave
