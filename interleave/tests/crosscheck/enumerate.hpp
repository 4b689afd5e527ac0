// All interleavings of a program, one by one, without any reduction: the answer that the explorer
// is measured by. It shares no code with the explorer, and runs no thread.
#pragma once

#include <cstdint>
#include <set>

#include "crosscheck/outcome.hpp"
#include "crosscheck/program.hpp"

namespace crosscheck {

struct Enumeration {
  std::uint64_t interleavings = 0;
  std::set<Outcome> outcomes;
  // Classes of interleavings that differ only by the order of neighbours that do not conflict
  // (Mazurkiewicz traces).
  std::set<std::uint64_t> classes;
  bool complete = true;    // There were no more than the limit.
  bool consistent = true;  // Interleavings of one class have one outcome.
};

struct EnumerationOptions {
  std::uint64_t interleavings_max = 20'000;
  // Two tries of a lock that both fail conflict.
  bool failing_tries_are_ordered = false;
};

Enumeration enumerate(const Program& program, const EnumerationOptions& options = {});

}  // namespace crosscheck
