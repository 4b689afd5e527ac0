// Scenarios: which calls each thread makes.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace interleave {

// One call in a scenario.
struct PlannedCall {
  std::size_t call = 0;  // Index of the test's call.
  int number = 0;        // Its argument, if it takes one.
};

struct Scenario {
  std::vector<PlannedCall> before;                // Made first, by the test itself.
  std::vector<std::vector<PlannedCall>> threads;  // Then these, at the same time.
};

// Every scenario in which the threads make so many calls out of `calls` each, once with each
// sequence of at most `before_max` of the calls in `before`, the shortest first. Threads that make
// as many calls as each other can change places: only one of those that differ in nothing else is
// there.
std::vector<Scenario> all_scenarios(const std::vector<std::size_t>& calls,
                                    const std::vector<std::size_t>& before,
                                    const std::vector<std::size_t>& threads,
                                    std::size_t before_max);

// "A", "B", ...: the name of a thread in the story.
std::string thread_name(std::size_t thread);

}  // namespace interleave
