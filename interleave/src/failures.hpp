// Catches what would end the process while a controlled thread runs (std::terminate, abort,
// signals) and makes it a failure of the execution.
#pragma once

#include <string>

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

// A signal came while the explorer's own code ran. (A whole program's runs share this variable.)
extern bool explorer_crashed;

// Whether `pc` is a place in the program itself, not in a library.
bool is_in_program(const void* pc);

// Whether `pc` is a place in a library that came with the system, such as std::thread::join().
bool is_in_system_library(const void* pc);

// Where the calling thread is in the program itself: the innermost place of its stack that is not
// in a library. nullptr if there is none.
const void* place_in_program();

// The type of the exception that is being handled, as written in C++.
std::string type_of_exception();

// A forked process begins without the timer that notices a thread which takes no step.
void watch_progress_in_child();

}  // namespace interleave
