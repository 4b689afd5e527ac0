// Tells a debugger that watches of a failure.
#pragma once

#include "model/observer.hpp"

namespace interleave {

// Calls interleave_failed(), where a person may have a breakpoint.
class DebuggerHook final : public Observer {
 public:
  void fails(const Run& run, const Breakdown& breakdown) override;
};

}  // namespace interleave
