// Partial order sampling (POS): Yuan, Yang, Gu, "Partial Order Aware Concurrency Sampling", CAV
// 2018, section 4.
//
// Each pending step has a random priority of its own, and the highest of those that are possible
// comes next. After each step the pending steps that race with it get new priorities. Independent
// steps therefore do not blur the order of those that conflict: each order of the conflicting steps
// comes up about as often, however long the threads are otherwise.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "model/chooser.hpp"
#include "model/thread.hpp"
#include "strategy/priorities.hpp"
#include "strategy/random.hpp"

namespace interleave {

// Two pending steps use one object, one of them changes it, and both could be next: giving a mutex
// back races with nobody who wants it.
bool race(const Operation& one, const Operation& other);

class PosChooser : public Chooser {
 public:
  explicit PosChooser(std::uint64_t seed) : numbers_(seed) {}

  void begin_run() override;
  std::size_t choose(const Crossroads& at) override;
  void note_step(const Thread& thread, std::span<Thread* const> threads) override;

 private:
  // Of the thread's pending step; 0 if it has to be drawn.
  using Priority = std::uint64_t;

  void draw_all_anew();
  Priority priority_of(ThreadId thread);

  RandomNumbers numbers_;
  std::array<Priority, kThreadsMax> priorities_{};
  std::uint32_t choices_ = 0;  // Since all priorities were drawn.
};

}  // namespace interleave
