// Probabilistic concurrency testing (PCT): Burckhardt, Kothari, Musuvathi, Nagarakatte, "A
// Randomized Scheduler with Probabilistic Guarantees of Finding Bugs", ASPLOS 2010, the algorithm
// of section 2 and the guarantee of section 3.
//
// Each thread gets a random priority, and the one with the highest always goes on. At d - 1 points,
// drawn among the k steps of the schedule, the thread whose turn it is falls below all others. A
// bug that needs d ordering constraints among n threads is found by one schedule with a probability
// of at least 1 / (n k^(d-1)).
//
// A step is counted only where two threads could take it: at no other can a priority matter, and k
// is smaller for it. k is what earlier schedules needed. A thread that yields falls below all
// others, too, and so does one that has had the highest priority for very long: both may wait for
// somebody else.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/chooser.hpp"
#include "strategy/priorities.hpp"
#include "strategy/random.hpp"

namespace interleave {

class PctChooser : public Chooser {
 public:
  // Requires: depth > 0.
  PctChooser(std::uint64_t seed, int depth);

  void begin_run() override;
  std::size_t choose(const Crossroads& at) override;

 private:
  // High ones are random. The i-th change point gives depth - i; who yields gets 0, -1, -2 ...
  using Priority = std::int64_t;
  static constexpr Priority kHigh = Priority{1} << 62;

  Priority& priority_of(ThreadId thread);
  bool must_give_way(const Thread& thread);

  RandomNumbers numbers_;
  std::vector<std::uint32_t> change_points_;  // By number; which steps of this run.
  std::array<Priority, kThreadsMax> priorities_{};
  std::size_t known_threads_ = 0;  // Threads below this number have their priority.
  Priority lowest_ = 0;
  ThreadId last_ = kNobody;           // The thread that was chosen last,
  std::uint32_t turns_ = 0;           // and how often in a row.
  std::uint32_t step_ = 0;            // In this run so far.
  std::uint32_t steps_expected_ = 0;  // k.
};

}  // namespace interleave
