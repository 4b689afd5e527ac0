// For a debugger.
#pragma once

extern "C" {

// The place for a breakpoint: called when a replayed schedule fails, by the thread whose step
// fails, while all others still stand where they stand. `how` says briefly how it failed ("wrong
// result: balance is 1"); the whole story is printed afterwards. Does nothing.
//
// When nobody can go on, it is called by the thread that took the last step.
void interleave_failed(const char* how);

}  // extern "C"
