// Tells a debugger that watches of a failure.
#pragma once

namespace interleave {

struct Breakdown;

// Calls interleave_failed(), where a person may have a breakpoint.
void show_in_debugger(const Breakdown& breakdown);

}  // namespace interleave
