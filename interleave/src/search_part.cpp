#include "search_part.hpp"

#include "story/numbers.hpp"
#include "strategy/sampling.hpp"

namespace interleave {
namespace {

// Longer runs cost more to reduce than that saves.
constexpr std::size_t kStepsToReduceMax = 4'000;

}  // namespace

bool Runs::run(Chooser& chooser, Trace* trace) {
  runner_.run(chooser, trace);
  ++count_;
  if (runner_.found_a_race()) {
    first_passed_.reset();
    return true;
  }
  if (is_passed_over()) return true;
  if (runner_.failure()) return false;
  if (!first_passed_) first_passed_ = runner_.schedule();
  return true;
}

void Runs::run_again(const Schedule& schedule, Chooser& chooser) {
  runner_.run_again(schedule, chooser);
  ++count_;
  is_passed_over();
}

// Returns what the listener says: go on although the schedule failed.
bool Runs::is_passed_over() {
  if (!options_.on_schedule) return false;
  return options_.on_schedule({runner_.failure(), count_}) && runner_.failure();
}

Part::End Part::go_on(std::uint64_t runs) {
  while (end_ == End::kMore) {
    if (choices_found_ != runs_.runner().choices_found()) {
      choices_found_ = runs_.runner().choices_found();
      begin_anew();
      ready_ = false;
      tree_ = 0;
    }
    if (!ready_) ready_ = next();
    if (!ready_) return End::kAllSeen;
    if (was_ended_by_runs() || was_ended_by_steps()) return End::kSpent;
    if (runs-- == 0) return End::kMore;
    const bool goes_on = runs_.run(chooser(), trace());
    ready_ = false;
    ++tree_;
    charge();
    if (!goes_on) return End::kFailed;
    end_ = look();
  }
  return end_;
}

void Part::charge() {
  ++runs_made_;
  steps_ += runs_.runner().steps();
}

Sampling::Sampling(Runs& runs, const Options& options, std::uint64_t runs_max)
    : Part(runs, options, runs_max), first_(options.seed), sampler_(make_sampler(options)) {}

std::string Sampling::words() const {
  if (schedules() == 0) return "";
  std::string words = with_commas(schedules()) + " sampled";
  if (is_sampled(options_.strategy)) words.append(" by ").append(name(options_.strategy));
  return words + " (seed " + std::to_string(options_.seed) + ")";
}

std::string FewestPreemptions::words() const {
  if (tree_ == 0) return "";
  const std::string count = with_commas(search_.schedules_in_bound());
  if (bound_done() < 0) {
    return with_commas(tree_) + (tree_ == 1 ? " schedule" : " schedules") + " without preemptions";
  }
  if (bound_done() == 0) return "all " + count + " without a preemption";
  return "all " + count + " with at most " + std::to_string(bound_done()) +
         (bound_done() == 1 ? " preemption" : " preemptions");
}

std::string OneOfEachKind::words() const {
  if (schedules() == 0) return "";
  return with_commas(schedules()) + " of different kinds" +
         (too_long_ ? " (one is too long to go on with)" : "");
}

Part::End OneOfEachKind::look() {
  if (search_.diverged()) return End::kDiverged;
  is_reducible_ = search_.trace().is_reducible;
  too_long_ = search_.trace().steps.size() > kStepsToReduceMax;
  return is_reducible_ && !too_long_ ? End::kMore : End::kGivenUp;
}

}  // namespace interleave
