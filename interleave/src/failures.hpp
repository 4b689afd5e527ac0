// Catches what would end the process while a controlled thread runs (std::terminate, abort,
// signals) and makes it a failure of the execution.
#pragma once

namespace interleave {

// While one exists, crashes of controlled threads are caught.
class CrashCatcher {
 public:
  CrashCatcher();
  ~CrashCatcher();
  CrashCatcher(const CrashCatcher&) = delete;
  CrashCatcher& operator=(const CrashCatcher&) = delete;
};

}  // namespace interleave
