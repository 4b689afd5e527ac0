#include "strategy/pct.hpp"

#include <algorithm>

#include "model/thread.hpp"

namespace interleave {

PctChooser::PctChooser(std::uint64_t seed, int depth)
    : numbers_(seed), change_points_(static_cast<std::size_t>(depth - 1)) {}

void PctChooser::begin_run() {
  // k must not be too small for the guarantee; one schedule of exceptional length is forgotten
  // after a while.
  steps_expected_ = std::max(step_, steps_expected_ - steps_expected_ / 8);
  step_ = 0;
  known_threads_ = 0;
  lowest_ = 1;
  turns_ = 0;
  for (std::uint32_t& point : change_points_) {
    point =
        steps_expected_ == 0 ? 0 : 1 + static_cast<std::uint32_t>(numbers_.below(steps_expected_));
  }
}

PctChooser::Priority& PctChooser::priority_of(ThreadId thread) {
  for (; known_threads_ <= thread; ++known_threads_) {
    priorities_[known_threads_] = kHigh + static_cast<Priority>(numbers_.next() >> 2);
  }
  return priorities_[thread];
}

bool PctChooser::must_give_way(const Thread& thread) {
  turns_ = thread.id == last_ ? turns_ + 1 : 0;
  last_ = thread.id;
  if (thread.pending.kind != OpKind::kYield && turns_ < kTurnsMax) return false;
  turns_ = 0;
  return true;
}

std::size_t PctChooser::choose(const Crossroads& at) {
  if (!threads_differ(at)) return any_way(at, at.alternatives.front().thread, numbers_);
  const auto highest = [&] {
    return first_by(at, [this](ThreadId thread) { return priority_of(thread); });
  };
  ++step_;
  ThreadId thread = highest();
  for (std::size_t i = 0; i < change_points_.size(); ++i) {
    if (change_points_[i] != step_) continue;
    priority_of(thread) = static_cast<Priority>(change_points_.size() - i);
    thread = highest();
  }
  if (must_give_way(*at.threads[thread])) {
    priority_of(thread) = --lowest_;
    thread = highest();
  }
  return any_way(at, thread, numbers_);
}

}  // namespace interleave
