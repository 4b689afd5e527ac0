// Small programs with one well-known mistake each. Every one of them passes under most schedules;
// which strategy meets the others first is what buggy_benchmark counts. They are plain standard
// C++; what is shared without a lock is atomic, so that no data race gives the mistake away.
#pragma once

#include <vector>

namespace buggy {

struct Program {
  const char* name;
  const char* mistake;  // In one line.
  int threads;          // Besides the one that starts them.
  void (*run)();        // Under the explorer: fails by interleave::check() or by not ending.
};

// By theme, a file each.
std::vector<Program> accounts();   // Two steps that should be one.
std::vector<Program> orders();     // Something happens too early or too late.
std::vector<Program> signals();    // Somebody sleeps for ever, or wakes too soon.
std::vector<Program> locks();      // Taken in the wrong order, or made by hand.
std::vector<Program> lock_free();  // Queues and stacks without locks.
std::vector<Program> long_runs();  // The mistake comes after much that is right.
std::vector<Program> crowds();     // Nine threads and more.

}  // namespace buggy
