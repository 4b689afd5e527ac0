// explore(): runs the search, and tells what became of a schedule that failed.
#include <stdexcept>
#include <utility>

#include "debugger.hpp"
#include "execution/execution.hpp"
#include "execution/processes.hpp"
#include "failures.hpp"
#include "interleave/interleave.hpp"
#include "interpose/surroundings.hpp"
#include "output.hpp"
#include "runner.hpp"
#include "search.hpp"
#include "story/build.hpp"
#include "story/numbers.hpp"
#include "story/recorder.hpp"
#include "strategy/sampling.hpp"
#include "strategy/schedule.hpp"
#include "strategy/shorten.hpp"

namespace interleave {
namespace {

class Explorer {
 public:
  Explorer(const std::function<void()>& body, const Options& options)
      : body_(body),
        options_(options),
        execution_(shared_execution(options.carrier)),
        runner_(execution_, body),
        crashes_(options.carrier == Carrier::kFibers) {
    execution_.configure(options);
  }

  Result explore() {
    if (!options_.replay.empty()) {
      replay();
    } else {
      search();
    }
    execution_.clean_up();
    racing_places = nullptr;
    go_home();
    return std::move(result_);
  }

 private:
  // Threads' stacks and other storage are kept for the next exploration.
  static Execution& shared_execution(Carrier carrier) {
    static Execution on_fibers(Carrier::kFibers, surroundings());
    if (carrier == Carrier::kFibers) return on_fibers;
    // Its threads wait in it for their turn, until the process ends.
    static Execution& on_threads = *new Execution(Carrier::kThreads, surroundings());
    return on_threads;
  }

  // Open files belong to a process.
  static void go_home() {
    if (processes != nullptr) processes->go_home();
  }

  void search() {
    if (options_.races_are_choices) racing_places = &racing_places_;
    result_ = Search(runner_, options_).run();
    if (result_.verdict == Verdict::kFailed) {
      const FailureKind kind = execution_.breakdown()->kind;
      const bool costs_time = execution_.breakdown()->takes_no_step;
      const Schedule failed = runner_.schedule();
      tell(costs_time ? failed : shorten(execution_, body_, failed), kind);
    } else if (options_.tell_passing && result_.verdict == Verdict::kPassed) {
      const Schedule last = runner_.schedule();
      ReplayChooser chooser(last);
      Recorder recorder;
      record(last, chooser, recorder);
      tell_passing(recorder);
    }
  }

  void replay() {
    const Schedule schedule = parse_schedule(options_.replay);
    racing_places_.parse(schedule.racing_places);
    const bool races_are_choices = options_.races_are_choices || racing_places_.size() > 0;
    if (races_are_choices) racing_places = &racing_places_;
    const std::optional<FailureKind> failed = replay_once(schedule);
    if (failed) tell(schedule, *failed);
  }

  // Returns how the schedule fails, if it does and is one of this program.
  std::optional<FailureKind> replay_once(const Schedule& schedule) {
    ReplayChooser chooser(schedule);
    Recorder recorder;
    record(schedule, chooser, recorder, &debugger_);
    result_.schedules = result_.runs = 1;
    const std::optional<FailureKind> failed = runner_.failure();
    const std::string difference = failed ? chooser.divergence() : chooser.difference();
    if (!difference.empty()) {
      unknown("The schedule is not one of this program. " + difference +
              " Was the program changed since, or is the string another test's?");
      return std::nullopt;
    }
    if (failed) return failed;
    result_.verdict = Verdict::kPassed;
    result_.coverage = Coverage::kSampled;
    result_.seen = "1 schedule, replayed";
    if (options_.tell_passing) tell_passing(recorder);
    return std::nullopt;
  }

  // Requires: the last run was recorded.
  void tell_passing(const Recorder& recorder) {
    Symbolizer symbolizer;
    const Finding finding = find(execution_.state(), recorder, symbolizer, {});
    result_.passing = build_story(execution_.state(), recorder, finding, symbolizer);
  }

  // Runs a schedule with a pen in hand, and what it prints is kept.
  void record(const Schedule& schedule, Chooser& chooser, Recorder& recorder,
              Observer* debugger = nullptr) {
    execution_.set_unlocks_are_choices(schedule.unlocks_are_choices);
    go_home();
    output_.keep();
    execution_.run(body_, chooser, {&recorder, debugger});
  }

  // Runs the failing schedule once more for each question, and once to tell it.
  void tell(Schedule schedule, FailureKind kind) {
    std::vector<AskedSleeper> asked;
    if (kind == FailureKind::kDeadlock) {
      asked = ask_sleepers(execution_, [&](Recorder& recorder) {
        ReplayChooser chooser(schedule);
        record(schedule, chooser, recorder);
      });
    }
    Recorder recorder;
    ReplayChooser chooser(schedule);
    // A replay has stopped in the debugger already.
    record(schedule, chooser, recorder, options_.replay.empty() ? &debugger_ : nullptr);
    const bool same = runner_.failure() == kind;
    if (!same) {
      return unknown("A schedule failed (" + std::string(name(kind)) +
                     "), and passed when it was run again. " + chooser.divergence() +
                     kNotDeterministic);
    }
    Symbolizer symbolizer;
    const Finding finding = find(execution_.state(), recorder, symbolizer, asked);
    Failure failure;
    failure.story = build_story(execution_.state(), recorder, finding, symbolizer);
    failure.kind = *failure.story.kind;
    failure.headline = headline(failure.story);
    failure.exception_type = finding.breakdown.exception_type;
    if (!failure.exception_type.empty()) failure.exception_message = finding.breakdown.message;
    if (schedule.number == 0) schedule.number = result_.schedules;
    failure.schedule = to_string(schedule);
    failure.schedule_number = schedule.number;
    if (!finding.breakdown.advice.empty()) return unknown(failure.headline);
    result_.verdict = Verdict::kFailed;
    result_.failure = std::move(failure);
    result_.seen = "schedule " + with_commas(schedule.number);
  }

  void unknown(std::string why) {
    result_.verdict = Verdict::kUnknown;
    result_.seen = std::move(why);
  }

  const std::function<void()>& body_;
  const Options& options_;
  Execution& execution_;
  Runner runner_;
  RacingPlaces racing_places_;
  DebuggerHook debugger_;
  Result result_;
  CrashCatcher crashes_;
  ProgramOutput output_;
};

// A thread's time has kTimeBits bits, and moves on at most once a step.
constexpr std::uint64_t kStepsOfOneRunMax = 16'000'000;
static_assert(kStepsOfOneRunMax < 1u << kTimeBits);

void check_options(const Options& options) {
  if (options.schedules_max == 0 && options.samples == 0 && options.replay.empty()) {
    throw std::invalid_argument("interleave: schedules_max and samples are both 0: nothing to run");
  }
  if (is_sampled(options.strategy) && options.samples == 0 && options.replay.empty()) {
    throw std::invalid_argument("interleave: a strategy that only samples, and samples is 0");
  }
  if (options.depth < 1) throw std::invalid_argument("interleave: depth is less than 1");
  if (options.preemptions_max < 0) {
    throw std::invalid_argument("interleave: preemptions_max is negative");
  }
  if (options.spurious_wakeups_max < 0) {
    throw std::invalid_argument("interleave: spurious_wakeups_max is negative");
  }
  if (options.steps_max == 0) throw std::invalid_argument("interleave: steps_max is 0");
  if (options.steps_max > kStepsOfOneRunMax) {
    throw std::invalid_argument("interleave: steps_max is above 16,000,000: clocks end there");
  }
}

}  // namespace

Result explore(const std::function<void()>& body, const Options& options) {
  if (exploring()) {
    throw std::logic_error(
        "interleave: explore() inside an exploration. The body runs under every schedule already; "
        "for one of several values ask interleave::choose()");
  }
  check_options(options);
  return Explorer(body, options).explore();
}

}  // namespace interleave
