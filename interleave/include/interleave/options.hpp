// What an exploration may do, and how far it goes. interleave::Options{.seed = 7} names what
// differs from the defaults.
//
// Options that contradict each other make explore() throw std::invalid_argument.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "interleave/result.hpp"

namespace interleave {

// How schedules are chosen.
enum class Strategy {
  kMix,         // Samples and kExhaustive by turns. What was seen is said exactly.
  kExhaustive,  // One schedule of each kind: optimal dynamic partial order reduction.
  kBounded,     // Every schedule, those with the fewest preemptions first; no reduction.
  kRandom,      // At each choice each alternative is equally likely.
  kPct,         // Random priorities that change `depth - 1` times.
  kPos,         // Random priorities, drawn anew after each conflict.
  kSurw,        // Close to uniform over the interleavings of what threads do.
};

// How one run of a search went.
struct ScheduleEnd {
  std::optional<FailureKind> failure;  // Empty if it passed. A lost wake-up is a kDeadlock here.
  std::uint64_t number = 0;            // It was the n-th that was run, from 1.
};

// What the program's threads are while they are explored. The same schedule string gives the same
// verdict and the same story on both.
enum class Carrier {
  kFibers,   // Fibers in the thread that explores: fast.
  kThreads,  // Threads of the operating system, for a debugger: each with its stack and its name.
};

// What one exploration may do and how far it goes. Every limit counts schedules or steps, never
// seconds, so that a result does not depend on how fast or how loaded the machine is.
struct Options {
  Strategy strategy = Strategy::kMix;

  // kPct: how many ordering constraints a bug is expected to need, at least 1.
  int depth = 3;

  // How many runs a search in order may make before it gives up seeing all schedules. kMix spends
  // the last eighth on those with the fewest preemptions, the others on one of each kind.
  std::uint64_t schedules_max = 4'000;

  // How many runs are drawn at random. kMix alternates between them and the search in order, and
  // stops when that has seen all.
  std::uint64_t samples = 2'000;

  // The systematic part stops at this many preemptions in one schedule.
  int preemptions_max = 1'000;

  // Seed of the random part. The same seed draws the same schedules on every machine.
  std::uint64_t seed = 1;

  // How often in one schedule a wait may return although nobody notified it. The C++ standard
  // allows it at any time ([thread.condition]); 0 switches it off.
  int spurious_wakeups_max = 0;

  // false: time stands still while any thread can run, and jumps to the earliest deadline when
  // none can. true: a time-out may also fire at any moment before, as a choice.
  bool timeouts_any_time = false;

  // A thread that sleeps, yields or spins again and again, where it should block, is a failure.
  bool polling_forbidden = false;

  // Two accesses that race are no failure: both become steps that the schedule decides about, so
  // that one sees what comes of them. Each load and store counts as one, in the order that the
  // compiler gave them: what its optimiser or the processor may do beyond that is not seen.
  bool races_are_choices = false;

  // Steps after which a schedule counts as one that never ends. At most 16,000,000.
  std::uint64_t steps_max = 20'000;

  // The systematic part and the random part each end after so many steps, too: a program whose
  // schedules are very long, because it polls for instance, gets fewer of them.
  std::uint64_t steps_in_all_max = 400'000;

  // A schedule string out of an earlier failure: run this one schedule only.
  std::string replay{};

  // kThreads: to step through a replayed schedule in a debugger. A breakpoint at
  // interleave_failed() stops in the thread whose step fails. Any exploration may run on threads,
  // many times slower. Nothing then ends a loop that takes no step at all.
  Carrier carrier = Carrier::kFibers;

  // Called after each run of the search, outside the body. Where it returns true a schedule that
  // failed is passed over as if it had passed: so one counts all that a program can do. A run that
  // only looks whether the body does the same again is one of them, too; one that ended at a racing
  // place that was not known is none.
  std::function<bool(const ScheduleEnd&)> on_schedule{};
};

}  // namespace interleave
