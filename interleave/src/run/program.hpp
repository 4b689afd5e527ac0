// The whole program as the body of an exploration: from its static constructors to its atexit
// handlers and static destructors.
#pragma once

namespace interleave {

// What the C library's start-up code is called with.
struct Program {
  int (*main)(int, char**, char**);
  int argc;
  char** argv;
  void (*init)();
  void (*fini)();
  void* stack_end;
};

// Explores `program` as the environment variable asks (settings.hpp), and reports.
// Returns the exit status.
int explore_program(const Program& program, const char* settings);

// Ends the exploration of a program that calls fork(): the copy of it would go on with the
// explorer's memory, and both would be lost.
[[noreturn]] void refuse_to_fork();

}  // namespace interleave
