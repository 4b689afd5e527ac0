#include "strategy/systematic.hpp"

#include <algorithm>
#include <utility>

namespace interleave {
namespace {

bool is_preemption(const Crossroads& at, std::size_t index) {
  return at.running_can_go_on && at.alternatives[index].thread != at.running;
}

}  // namespace

bool SystematicSearch::next() {
  const auto bound = [this] { return static_cast<std::size_t>(bound_); };
  while (bound() < waiting_.size() && waiting_[bound()].empty()) {
    ++bound_;
    schedules_in_bound_ = schedules_;
  }
  if (bound() == waiting_.size()) return false;
  prefix_ = std::move(waiting_[bound()].back());
  waiting_[bound()].pop_back();
  taken_.clear();
  preemptions_ = 0;
  ++schedules_;
  return true;
}

bool SystematicSearch::has_more() const {
  return std::any_of(waiting_.begin(), waiting_.end(),
                     [](const auto& prefixes) { return !prefixes.empty(); });
}

std::size_t SystematicSearch::choose(const Crossroads& at) {
  std::size_t index = 0;
  if (taken_.size() < prefix_.size()) {
    index = prefix_[taken_.size()];
    if (index >= at.alternatives.size()) {
      diverged_ = true;
      index = 0;
    }
  } else {
    branch(at);
  }
  if (is_preemption(at, index)) ++preemptions_;
  taken_.push_back(static_cast<Prefix::value_type>(index));
  return index;
}

// Puts every other way to go on from here aside for later runs.
void SystematicSearch::branch(const Crossroads& at) {
  for (std::size_t index = at.alternatives.size() - 1; index > 0; --index) {
    const int preemptions = preemptions_ + (is_preemption(at, index) ? 1 : 0);
    if (preemptions > preemptions_max_) {
      was_bounded_ = true;
      continue;
    }
    if (waiting_.size() <= static_cast<std::size_t>(preemptions)) {
      waiting_.resize(static_cast<std::size_t>(preemptions) + 1);
    }
    Prefix& prefix = waiting_[static_cast<std::size_t>(preemptions)].emplace_back(taken_);
    prefix.push_back(static_cast<Prefix::value_type>(index));
  }
}

}  // namespace interleave
