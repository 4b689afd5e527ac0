#include "words/lanes.hpp"

#include <algorithm>

namespace interleave {
namespace {

// How much each thread matters.
class Weights {
 public:
  explicit Weights(const Story& story) : weights_(story.threads.size(), 0) {
    for (const Step& step : story.steps) ++weights_[step.thread];
    for (std::size_t thread = 0; thread < story.threads.size(); ++thread) {
      if (weights_[thread] > 0 && story.threads[thread].stuck) weights_[thread] += kStuck;
    }
    name(story.diagnosis.thread);
    for (const StoryAccess& access : story.accesses) name(access.thread);
    if (!story.diagnosis.missed) return;
    const MissedWakeup& missed = *story.diagnosis.missed;
    name(missed.sleeper);
    name(missed.maker);
    name(missed.notifier);
    if (missed.woken.size() == 1) name(missed.woken.front());
  }

  std::size_t of(std::size_t thread) const { return weights_[thread]; }

 private:
  static constexpr std::size_t kStuck = 1'000'000;
  static constexpr std::size_t kNamed = 2'000'000;

  void name(const std::optional<std::size_t>& thread) {
    if (thread && weights_[*thread] > 0) weights_[*thread] += kNamed;
  }

  std::vector<std::size_t> weights_;
};

}  // namespace

std::vector<std::size_t> choose_lanes(const Story& story, std::size_t lanes_max) {
  const Weights weights(story);
  std::vector<std::size_t> lanes;
  for (std::size_t thread = 0; thread < story.threads.size(); ++thread) {
    if (weights.of(thread) > 0) lanes.push_back(thread);
  }
  if (lanes.size() <= lanes_max) return lanes;
  std::stable_sort(lanes.begin(), lanes.end(), [&weights](std::size_t a, std::size_t b) {
    return weights.of(a) > weights.of(b);
  });
  lanes.resize(lanes_max);
  std::sort(lanes.begin(), lanes.end());
  return lanes;
}

}  // namespace interleave
