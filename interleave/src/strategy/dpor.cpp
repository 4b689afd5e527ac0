#include "strategy/dpor.hpp"

#include <algorithm>
#include <utility>

#include "model/thread.hpp"

namespace interleave {

bool OptimalSearch::is_asleep(const Steps& asleep, const TraceStep& step) {
  return std::any_of(asleep.begin(), asleep.end(),
                     [&step](const TraceStep& other) { return other.same_choice(step); });
}

bool OptimalSearch::next() {
  if (!first_run_) {
    follow();
    if (is_redundant_) ++redundant_;
    reverse_races();
    while (!points_.empty() && points_.back().to_try.empty()) points_.pop_back();
    if (points_.empty()) return false;
    Point& point = points_.back();
    point.asleep.push_back(point.taken);
    point.taken = point.to_try.first();
    to_try_ = point.to_try.take_first();
  }
  first_run_ = false;
  is_redundant_ = false;
  replayed_ = points_.size();
  depth_ = followed_ = 0;
  asleep_.clear();
  ways_.clear();
  trace_.clear();
  return true;
}

// Catches up with the steps that the run has taken since the last choice.
void OptimalSearch::follow() {
  for (; followed_ < trace_.steps.size(); ++followed_) {
    const TraceStep& step = trace_.steps[followed_];
    if (step.is_choice) {
      pass(step);
    } else if (step.process == kNoProcess) {
      asleep_.clear();
    }
  }
}

void OptimalSearch::pass(const TraceStep& step) {
  if (depth_ < replayed_) {
    Point& point = points_[depth_];
    if (!point.taken.same_choice(step) || point.taken.kind != step.kind) diverged_ = true;
    point.taken = step;
  } else {
    Point& point = points_.emplace_back();
    point.taken = step;
    point.asleep = asleep_;
    point.to_try = std::move(to_try_);
    to_try_.clear();
    if (is_asleep(asleep_, step)) is_redundant_ = true;
    if (!point.to_try.empty()) {
      // Planned to be different only if the program is not the same under the same choices.
      if (point.to_try.first().same_choice(step))
        to_try_ = point.to_try.take_first();
      else
        is_redundant_ = true;
    }
  }
  ++depth_;
  Point& point = points_[depth_ - 1];
  if (depth_ >= replayed_) {
    for (TraceStep& way : ways_) {
      way.accesses[0] = step.accesses[0];
      if (!is_asleep(point.asleep, way)) point.to_try.insert(way);
    }
    asleep_ = point.asleep;
    std::erase_if(asleep_, [&step](const TraceStep& other) {
      return other.process == step.process || conflict(other, step);
    });
  }
  ways_.clear();
}

std::size_t OptimalSearch::choose(const Crossroads& at) {
  follow();
  const auto step_of = [&at](const Alternative& alternative) {
    TraceStep step;
    step.process = at.threads[alternative.thread]->process;
    step.kind = at.threads[alternative.thread]->pending.kind;
    step.way = alternative.way;
    step.is_choice = true;
    return step;
  };
  const TraceStep* planned = nullptr;
  if (depth_ < replayed_)
    planned = &points_[depth_].taken;
  else if (!to_try_.empty())
    planned = &to_try_.first();
  const auto suits = [&](const Alternative& alternative) {
    const TraceStep step = step_of(alternative);
    return planned != nullptr ? planned->same_choice(step) : !is_asleep(asleep_, step);
  };
  auto taken = std::find_if(at.alternatives.begin(), at.alternatives.end(), suits);
  if (taken == at.alternatives.end()) {
    if (planned != nullptr && depth_ < replayed_) diverged_ = true;
    is_redundant_ = true;
    taken = at.alternatives.begin();
  }
  const auto index = static_cast<std::size_t>(taken - at.alternatives.begin());
  // What was planned for one way will be found for the others, too, where they come about.
  if (planned == nullptr || (planned->any_way && depth_ + 1 >= replayed_)) {
    for (const Alternative& alternative : at.alternatives) {
      if (alternative.thread == taken->thread && alternative.way != taken->way) {
        ways_.push_back(step_of(alternative));
      }
    }
  }
  return index;
}

// Puts the reverse of each race aside, at the point before its first step.
void OptimalSearch::reverse_races() {
  order_.analyse(trace_);
  std::vector<std::size_t> depth_of(trace_.steps.size());
  std::size_t depth = 0;
  for (std::size_t i = 0; i < depth_of.size(); ++i) {
    depth_of[i] = depth;
    if (trace_.steps[i].is_choice) ++depth;
  }
  for (const Reversal& race : order_.races()) {
    Point& point = points_[depth_of[race.first]];
    WakeupSequence reversed(trace_, order_, race);
    const bool covered =
        !reversed.is_possible() ||
        std::any_of(point.asleep.begin(), point.asleep.end(),
                    [&](const TraceStep& step) { return reversed.may_begin_with(step); });
    if (!covered) point.to_try.insert(std::move(reversed));
  }
}

}  // namespace interleave
