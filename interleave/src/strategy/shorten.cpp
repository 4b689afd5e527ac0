#include "strategy/shorten.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "strategy/systematic.hpp"

namespace interleave {
namespace {

constexpr int kShorteningRunsMax = 400;
constexpr std::uint64_t kShorteningStepsMax = 10'000'000;  // Of all of them.
// One that goes round has as many steps as a schedule may have, whichever way it takes.
constexpr std::uint64_t kStepsOfEndlessMax = 2'500'000;
constexpr std::uint64_t kStepsOfPollingMax = 1'000'000;

// The search for one with few preemptions may cost this much besides.
constexpr int kSearchedMax = 400;
constexpr std::uint64_t kStepsSearchedMax = 400'000;
constexpr std::uint64_t kStepsSearchedOfPollingMax = 40'000;

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

class Shortener {
 public:
  Shortener(Execution& execution, const std::function<void()>& body, const Schedule& schedule)
      : execution_(execution), body_(body), best_(schedule), failure_(*execution.breakdown()) {}

  Schedule shorten() {
    search_from_none_on();
    delay_what_can_be();
    return std::move(best_);
  }

 private:
  // Returns true if it fails as the schedule did that is to be shortened.
  bool fails(Chooser& chooser) {
    execution_.set_unlocks_are_choices(best_.unlocks_are_choices);
    execution_.run(body_, chooser);
    steps_ += execution_.steps();
    const std::optional<Breakdown>& now = execution_.breakdown();
    return now && !now->is_accepted && now->kind == failure_.kind &&
           now->message == failure_.message && now->exception_type == failure_.exception_type &&
           now->file == failure_.file && now->line == failure_.line;
  }

  // A schedule that was drawn switches between threads all the time; most failures need one or two
  // preemptions.
  void search_from_none_on() {
    SystematicSearch search(Options{}.preemptions_max);
    const std::uint64_t steps_max =
        failure_.kind == FailureKind::kPolls ? kStepsSearchedOfPollingMax : kStepsSearchedMax;
    for (int i = 0; i < kSearchedMax && steps_ < steps_max && search.next(); ++i) {
      if (!fails(search)) continue;
      best_.choices = execution_.choices();
      break;
    }
    steps_ = 0;
  }

  void delay_what_can_be() {
    std::size_t begin = 0;
    for (int runs = 0;
         begin < best_.choices.size() && runs < kShorteningRunsMax && steps_ < steps_max();) {
      std::vector<Event> wishes = best_.choices;
      if ((begin > 0 && wishes[begin].taken.thread == wishes[begin - 1].taken.thread) ||
          !delay_run(wishes, begin)) {
        ++begin;
        continue;
      }
      Guide guide(wishes);
      ++runs;
      if (fails(guide) && switches_in(execution_.choices()) < switches_in(best_.choices)) {
        best_.choices = execution_.choices();
        begin = 0;
      } else {
        ++begin;
      }
    }
  }

  std::uint64_t steps_max() const {
    if (failure_.kind == FailureKind::kNeverEnds) return kStepsOfEndlessMax;
    return failure_.kind == FailureKind::kPolls ? kStepsOfPollingMax : kShorteningStepsMax;
  }

  Execution& execution_;
  const std::function<void()>& body_;
  Schedule best_;
  const Breakdown failure_;
  std::uint64_t steps_ = 0;
};

}  // namespace

Schedule shorten(Execution& execution, const std::function<void()>& body,
                 const Schedule& schedule) {
  return Shortener(execution, body, schedule).shorten();
}

}  // namespace interleave
