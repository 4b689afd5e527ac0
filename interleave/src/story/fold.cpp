#include "story/fold.hpp"

#include <algorithm>
#include <utility>

namespace interleave {
namespace {

constexpr std::size_t kPeriodMax = 64;
constexpr std::size_t kStepsShown = 3;  // At least so many of a loop, and always a whole round.
constexpr std::size_t kRoundsFoldedMin = 2;

bool are_alike(const Step& a, const Step& b) {
  return a.thread == b.thread && a.source.file == b.source.file && a.source.line == b.source.line &&
         a.kind == b.kind && a.outcome == b.outcome && a.text == b.text;
}

std::size_t rounds_shown(std::size_t period) { return (kStepsShown + period - 1) / period; }

// How often the `period` steps at `begin` come one after the other.
std::size_t rounds_at(const std::vector<Step>& steps, std::size_t begin, std::size_t period) {
  std::size_t end = begin + period;
  while (end < steps.size() && are_alike(steps[end], steps[end - period])) ++end;
  return end > steps.size() ? 0 : (end - begin) / period;
}

// The shortest loop that begins at `begin`; 0 if there is none.
std::size_t period_at(const std::vector<Step>& steps, std::size_t begin) {
  for (std::size_t period = 1; period <= kPeriodMax && begin + period < steps.size(); ++period) {
    if (!are_alike(steps[begin], steps[begin + period])) continue;
    if (rounds_at(steps, begin, period) >= rounds_shown(period) + kRoundsFoldedMin) return period;
  }
  return 0;
}

}  // namespace

std::size_t fold_repetitions(std::vector<Step>& steps) {
  std::vector<Step> kept;
  std::size_t last_period = 0;
  for (std::size_t i = 0; i < steps.size();) {
    const std::size_t period = period_at(steps, i);
    if (period == 0) {
      kept.push_back(std::move(steps[i++]));
      continue;
    }
    last_period = period;
    const std::size_t rounds = rounds_at(steps, i, period);
    const std::size_t shown = rounds_shown(period);
    Step rest = steps[i];
    rest.kind = StepKind::kRepeats;
    rest.count = rounds - shown;
    rest.steps = period;
    rest.mark = Mark::kNone;
    rest.output.clear();
    if (period > 1) rest.source = {};
    const auto at = [&steps](std::size_t step) {
      return steps.begin() + static_cast<std::ptrdiff_t>(step);
    };
    kept.insert(kept.end(), at(i), at(i + shown * period));
    kept.push_back(std::move(rest));
    i += rounds * period;
  }
  steps = std::move(kept);
  return last_period;
}

}  // namespace interleave
