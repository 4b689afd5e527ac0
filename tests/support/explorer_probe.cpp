// Explores two threads that take one mutex, and exits with 0 when both orders were seen.
#include <cstdio>
#include <mutex>

#include "interleave/interleave.hpp"

int main() {
  const interleave::Result result = interleave::explore([] {
    std::mutex mutex;
    int counter = 0;
    const auto count = [&] {
      const std::lock_guard lock(mutex);
      ++counter;
    };
    interleave::together({"first", count}, {"second", count});
    interleave::check(counter == 2, "two threads count to two");
  });
  std::printf("%s\n", result.seen.c_str());
  return result.verdict == interleave::Verdict::kPassed ? 0 : 1;
}
