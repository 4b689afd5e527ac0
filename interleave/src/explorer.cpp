// explore(): which schedules are run, until when, and what becomes of one that fails.
#include <stdexcept>

#include "failures.hpp"
#include "interleave/interleave.hpp"
#include "model/execution.hpp"
#include "output.hpp"
#include "story/numbers.hpp"
#include "story/recorder.hpp"
#include "story/teller.hpp"
#include "strategy/dpor.hpp"
#include "strategy/random.hpp"
#include "strategy/schedule.hpp"
#include "strategy/shorten.hpp"
#include "strategy/systematic.hpp"

namespace interleave {
namespace {

constexpr const char* kNotDeterministic =
    " The body must do the same under the same schedule. Does it use something that survives from "
    "run to run (memory outside the body, a file), random numbers without a fixed seed, the "
    "addresses of objects, or another library's threads?";

class Explorer {
 public:
  Explorer(const std::function<void()>& body, const Options& options)
      : body_(body), options_(options), execution_(shared_execution()) {
    execution_.configure(options);
  }

  Result explore() {
    if (!options_.replay.empty()) {
      replay();
    } else {
      search();
    }
    execution_.clean_up();
    return std::move(result_);
  }

 private:
  // Threads' stacks and other storage are kept for the next exploration.
  static Execution& shared_execution() {
    static Execution execution;
    return execution;
  }

  // Returns false when the exploration is over: the schedule failed.
  bool run(Chooser& chooser) {
    execution_.run(body_, chooser, nullptr);
    ++result_.schedules;
    steps_ += execution_.steps();
    const bool passes_over = tell_listener();
    if (execution_.breakdown() && !passes_over) {
      fail({execution_.unlocks_are_choices_in_run(), execution_.choices()});
      return false;
    }
    return true;
  }

  // Returns what the listener says: go on, even if the schedule failed.
  bool tell_listener() const {
    if (!options_.on_schedule) return false;
    const std::optional<Breakdown>& breakdown = execution_.breakdown();
    ScheduleEnd end{std::nullopt, result_.schedules};
    if (breakdown) end.failure = breakdown->kind;
    return options_.on_schedule(end);
  }

  void search() {
    if (!is_repeatable()) return;
    if (options_.strategy == Strategy::kExhaustive) {
      reduce();
      return;
    }
    SystematicSearch systematic(options_.preemptions_max);
    if (!run_all(systematic)) return;
    if (result_.verdict == Verdict::kPassed) return;
    sample(systematic);
  }

  // Runs one schedule twice: what differs then would differ everywhere.
  bool is_repeatable() {
    RandomChooser once(options_.seed);
    execution_.run(body_, once, nullptr);
    const Schedule first{execution_.unlocks_are_choices_in_run(), execution_.choices()};
    if (execution_.breakdown()) return true;  // The search will find it, in a shorter schedule.
    execution_.set_unlocks_are_choices(first.unlocks_are_choices);
    ReplayChooser again(first);
    execution_.run(body_, again, nullptr);
    if (again.divergence().empty() && !again.has_choices_left()) return true;
    unknown("The same schedule went another way when it was run again. " + again.divergence() +
            kNotDeterministic);
    return false;
  }

  // Returns false if it ended in a failure.
  bool run_all(SystematicSearch& systematic) {
    bool unlocks_are_choices = execution_.unlocks_are_choices();
    while (result_.schedules < options_.schedules_max && steps_ < options_.steps_in_all_max &&
           systematic.next()) {
      if (!run(systematic)) return false;
      if (systematic.diverged()) {
        unknown(std::string("The program took another turn under the same choices.") +
                kNotDeterministic);
        return false;
      }
      if (execution_.unlocks_are_choices() != unlocks_are_choices) {
        unlocks_are_choices = true;
        systematic = SystematicSearch(options_.preemptions_max);
        result_.schedules = 0;  // All are run anew, and counted anew.
      }
    }
    if (systematic.has_more()) return true;
    result_.verdict = Verdict::kPassed;
    result_.coverage = systematic.was_bounded() ? Coverage::kBounded : Coverage::kAll;
    result_.seen =
        systematic.was_bounded()
            ? bounded_in_words(systematic)
            : (result_.schedules == 1 ? std::string("the only schedule")
                                      : "all " + with_commas(result_.schedules) + " schedules");
    return true;
  }

  // Returns false if it ended in a failure.
  bool reduce() {
    OptimalSearch search;
    bool unlocks_are_choices = execution_.unlocks_are_choices();
    bool more = true;
    result_.schedules = 0;
    while (result_.schedules < options_.schedules_max && steps_ < options_.steps_in_all_max &&
           (more = search.next())) {
      execution_.set_trace(&search.trace());
      const bool passed = run(search);
      if (!passed) return false;
      if (execution_.unlocks_are_choices() != unlocks_are_choices) {
        unlocks_are_choices = true;
        search = OptimalSearch();
        result_.schedules = 0;  // All are run anew, and counted anew.
      }
      if (search.diverged()) {
        unknown(std::string("The program took another turn under the same choices.") +
                kNotDeterministic);
        return false;
      }
    }
    execution_.set_trace(nullptr);
    result_.verdict = Verdict::kPassed;
    result_.coverage = more ? Coverage::kSampled : Coverage::kAll;
    result_.redundant = search.redundant();
    result_.seen = more ? "not all of it" : "all " + with_commas(result_.schedules) + " schedules";
    return true;
  }

  std::string bounded_in_words(const SystematicSearch& systematic) const {
    const int bound = systematic.bound_done();
    const std::string count = with_commas(systematic.schedules_in_bound());
    if (bound < 0) return with_commas(result_.schedules) + " schedules without preemptions";
    if (bound == 0) return "all " + count + " without a preemption";
    return "all " + count + " with at most " + std::to_string(bound) +
           (bound == 1 ? " preemption" : " preemptions");
  }

  void sample(const SystematicSearch& systematic) {
    result_.coverage = Coverage::kSampled;
    if (result_.schedules > 0) result_.seen = bounded_in_words(systematic);
    RandomChooser random(options_.seed);
    steps_ = 0;
    std::uint64_t sampled = 0;
    for (; sampled < options_.samples && steps_ < options_.steps_in_all_max; ++sampled) {
      if (!run(random)) return;
    }
    if (sampled > 0) {
      if (!result_.seen.empty()) result_.seen += ", and ";
      result_.seen +=
          with_commas(sampled) + " sampled (seed " + std::to_string(options_.seed) + ")";
    }
    result_.verdict = Verdict::kPassed;
  }

  void replay() {
    const Schedule schedule = parse_schedule(options_.replay);
    execution_.set_unlocks_are_choices(schedule.unlocks_are_choices);
    ReplayChooser chooser(schedule);
    execution_.run(body_, chooser, nullptr);
    result_.schedules = 1;
    if (!chooser.divergence().empty()) {
      return unknown("The schedule is not one of this program. " + chooser.divergence() +
                     " Was the program changed since, or is the string another test's?");
    }
    if (execution_.breakdown()) return tell(schedule);
    result_.verdict = Verdict::kPassed;
    result_.coverage = Coverage::kSampled;
    result_.seen = "1 schedule, replayed";
  }

  void fail(const Schedule& schedule) { tell(shorten(execution_, body_, schedule)); }

  // Runs the failing schedule once more, with a pen in hand.
  void tell(const Schedule& schedule) {
    const FailureKind kind = execution_.breakdown()->kind;
    Recorder recorder;
    ReplayChooser chooser(schedule);
    execution_.set_unlocks_are_choices(schedule.unlocks_are_choices);
    output_.keep();
    execution_.run(body_, chooser, &recorder);
    const bool same = execution_.breakdown() && execution_.breakdown()->kind == kind;
    if (!same) {
      return unknown("A schedule failed (" + std::string(name(kind)) +
                     "), and passed when it was run again. " + chooser.divergence() +
                     kNotDeterministic);
    }
    result_.verdict = Verdict::kFailed;
    Teller teller(execution_, recorder);
    result_.failure = teller.tell();
    result_.failure->schedule = to_string(schedule);
    result_.failure->schedule_number = result_.schedules;
    result_.seen = "schedule " + with_commas(result_.schedules);
  }

  void unknown(std::string why) {
    result_.verdict = Verdict::kUnknown;
    result_.seen = std::move(why);
  }

  const std::function<void()>& body_;
  const Options& options_;
  Execution& execution_;
  Result result_;
  std::uint64_t steps_ = 0;  // Of all schedules of the part that is running.
  CrashCatcher crashes_;
  ProgramOutput output_;
};

void check_options(const Options& options) {
  if (options.schedules_max == 0 && options.samples == 0 && options.replay.empty()) {
    throw std::invalid_argument("interleave: schedules_max and samples are both 0: nothing to run");
  }
  if (options.steps_max == 0) throw std::invalid_argument("interleave: steps_max is 0");
}

}  // namespace

Result explore(const std::function<void()>& body, const Options& options) {
  if (exploring()) throw std::logic_error("interleave::explore() inside an exploration");
  check_options(options);
  return Explorer(body, options).explore();
}

}  // namespace interleave
