#include "strategy/shorten.hpp"

#include <algorithm>
#include <cstdint>

namespace interleave {
namespace {

constexpr int kRunsMax = 400;
constexpr std::uint64_t kStepsMax = 10'000'000;  // Of all of them.

// Follows a list of alternatives as far as it can: one that is not possible now is passed over, and
// after the last the running thread goes on.
class Guide : public Chooser {
 public:
  explicit Guide(const std::vector<Event>& wishes) : wishes_(wishes) {}

  std::size_t choose(const Crossroads& at) override {
    while (next_ < wishes_.size()) {
      const auto found =
          std::find(at.alternatives.begin(), at.alternatives.end(), wishes_[next_].taken);
      ++next_;
      if (found == at.alternatives.end()) continue;
      return static_cast<std::size_t>(found - at.alternatives.begin());
    }
    return 0;
  }

 private:
  const std::vector<Event>& wishes_;
  std::size_t next_ = 0;
};

std::size_t switches_in(const std::vector<Event>& choices) {
  std::size_t switches = 0;
  for (std::size_t i = 1; i < choices.size(); ++i) {
    if (choices[i].taken.thread != choices[i - 1].taken.thread) ++switches;
  }
  return switches;
}

// Moves the run of one thread that begins at `begin` behind the run that follows it, so that it
// joins the thread's next run. Returns false if there is nothing to move.
bool delay_run(std::vector<Event>& choices, std::size_t begin) {
  const auto run_end = [&choices](std::size_t at) {
    std::size_t end = at;
    while (end < choices.size() && choices[end].taken.thread == choices[at].taken.thread) ++end;
    return end;
  };
  const std::size_t middle = run_end(begin);
  if (middle == choices.size()) return false;
  const std::size_t end = run_end(middle);
  const auto at = [&choices](std::size_t i) {
    return choices.begin() + static_cast<std::ptrdiff_t>(i);
  };
  std::rotate(at(begin), at(middle), at(end));
  return true;
}

}  // namespace

Schedule shorten(Execution& execution, const std::function<void()>& body,
                 const Schedule& schedule) {
  const FailureKind kind = execution.breakdown()->kind;
  Schedule best = schedule;
  int runs = 0;
  std::uint64_t steps = 0;
  for (std::size_t begin = 0;
       begin < best.choices.size() && runs < kRunsMax && steps < kStepsMax;) {
    std::vector<Event> wishes = best.choices;
    if ((begin > 0 && wishes[begin].taken.thread == wishes[begin - 1].taken.thread) ||
        !delay_run(wishes, begin)) {
      ++begin;
      continue;
    }
    Guide guide(wishes);
    execution.set_unlocks_are_choices(best.unlocks_are_choices);
    execution.run(body, guide);
    ++runs;
    steps += execution.steps();
    const bool better = execution.breakdown() && execution.breakdown()->kind == kind &&
                        switches_in(execution.choices()) < switches_in(best.choices);
    if (better) {
      best.choices = execution.choices();
      begin = 0;
    } else {
      ++begin;
    }
  }
  return best;
}

}  // namespace interleave
