// Draws each schedule in another way, by turns: no strategy finds every mistake soon, and each
// finds some that the others miss for long (benchmarks/README.md).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "model/chooser.hpp"
#include "strategy/pct.hpp"
#include "strategy/pos.hpp"
#include "strategy/random.hpp"
#include "strategy/surw.hpp"

namespace interleave {

class MixedChooser : public Chooser {
 public:
  MixedChooser(std::uint64_t seed, int depth)
      : surw_(seed), pos_(seed), random_(seed), pct_(seed, depth) {}

  void begin_run() override {
    active_ = turns_[runs_++ % turns_.size()];
    active_->begin_run();
  }
  void note_step(const Thread& thread, std::span<Thread* const> threads) override {
    active_->note_step(thread, threads);
  }
  std::size_t choose(const Crossroads& at) override { return active_->choose(at); }

 private:
  SurwChooser surw_;
  PosChooser pos_;
  RandomChooser random_;
  PctChooser pct_;
  // SURW has the lowest mean, so every second turn is its.
  const std::array<Chooser*, 6> turns_{&surw_, &pos_, &surw_, &random_, &surw_, &pct_};
  Chooser* active_ = &surw_;
  std::size_t runs_ = 0;
};

}  // namespace interleave
