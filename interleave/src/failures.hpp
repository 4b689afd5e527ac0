// Catches what would end the process while a controlled thread runs (std::terminate, abort,
// signals) and makes it a failure of the execution.
#pragma once

namespace interleave {

// While one exists, crashes of controlled threads are caught.
class CrashCatcher {
 public:
  // `watch_progress`: a thread that goes round without any step is caught, too. In a debugger it is
  // for the person to say when that took too long.
  explicit CrashCatcher(bool watch_progress);
  ~CrashCatcher();
  CrashCatcher(const CrashCatcher&) = delete;
  CrashCatcher& operator=(const CrashCatcher&) = delete;
};

// Whether `pc` is a place in the program itself, not in a library.
bool is_in_program(const void* pc);

// A forked process begins without the timer that notices a thread which takes no step.
void watch_progress_in_child();

}  // namespace interleave
