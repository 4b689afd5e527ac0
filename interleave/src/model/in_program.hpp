// Whose code runs: the program's, or the explorer's on its behalf.
#pragma once

#include <utility>

namespace interleave {

// False while the explorer's own code runs on behalf of a controlled thread. Each thread has its
// own, so that it is false, too, in threads of other libraries, which the explorer does not
// control: what they call is done for real.
extern __thread bool in_program __attribute__((tls_model("initial-exec")));

// The explorer's code, up to the end of the scope.
class OutsideProgram {
 public:
  OutsideProgram() : before_(std::exchange(in_program, false)) {}
  ~OutsideProgram() { in_program = before_; }
  OutsideProgram(const OutsideProgram&) = delete;
  OutsideProgram& operator=(const OutsideProgram&) = delete;

 private:
  const bool before_;
};

}  // namespace interleave
