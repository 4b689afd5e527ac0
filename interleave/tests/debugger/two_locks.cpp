// Something to debug: a deadlock. Without an argument it is looked for, and its schedule is
// printed; with one, that schedule is replayed on real threads.
#include <cstdio>
#include <mutex>

#include "interleave/interleave.hpp"

namespace {

void two_locks() {
  std::mutex left;
  std::mutex right;
  interleave::together({"anna",
                        [&] {
                          std::lock_guard first(left);
                          std::lock_guard second(right);  // anna waits here
                        }},
                       {"ben", [&] {
                          std::lock_guard first(right);
                          std::lock_guard second(left);  // ben waits here
                        }});
}

}  // namespace

int main(int argc, char** argv) {
  interleave::Options options;
  if (argc > 1) {
    options.carrier = interleave::Carrier::kThreads;
    options.replay = argv[1];
  }
  const interleave::Result result = interleave::explore(two_locks, options);
  std::puts(!result.failure ? result.seen.c_str()
            : argc > 1      ? result.failure->headline.c_str()
                            : result.failure->schedule.c_str());
}
