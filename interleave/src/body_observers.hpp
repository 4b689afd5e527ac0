// Observers that a body makes for itself (interleave/observer.hpp), as the explorer sees them.
#pragma once

#include <string>

namespace interleave {

// Whether the code that runs now is a check of the test: outside of the program, but the test's.
bool check_of_test_is_running();

// That check does what no check may do: "divides by zero". The run ends here, by the test's
// mistake.
[[noreturn]] void fail_by_check(const std::string& what);

}  // namespace interleave
