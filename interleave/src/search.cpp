#include "search.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "story/numbers.hpp"
#include "strategy/dpor.hpp"
#include "strategy/random.hpp"
#include "strategy/sampling.hpp"
#include "strategy/systematic.hpp"

namespace interleave {

const char* const kNotDeterministic =
    " The body must do the same under the same schedule. Does it use what is not there (the front "
    "of an empty container, an object that has gone), something that survives from run to run "
    "(memory outside the body, a file), random numbers without a fixed seed, the addresses of "
    "objects, or another library's threads?";

namespace {

// The mix begins with the schedules that need the fewest preemptions, with this part of its budget:
// most bugs need very few, and their stories are the shortest.
constexpr std::uint64_t kShareOfFewPreemptions = 4;

// Longer runs cost more to reduce than that saves.
constexpr std::size_t kStepsToReduceMax = 4'000;

// After so many it is worth a run to see whether the body still does the same.
constexpr std::uint64_t kManySchedules = 64;

std::string all_of(std::uint64_t schedules) {
  return schedules == 1 ? "the only schedule" : "all " + with_commas(schedules) + " schedules";
}

}  // namespace

Result Search::run() {
  // Runs one schedule twice: what differs then would differ everywhere. And once more after many
  // others, for what changes slowly.
  RandomChooser once(options_.seed);
  runner_.run(once, nullptr);
  const bool failed = runner_.failure().has_value();
  const Schedule first = runner_.schedule();
  // A failure will be found again by the search, in a shorter schedule.
  if (!failed && !goes_the_same_way(first)) return std::move(result_);
  search();
  const bool many = result_.verdict == Verdict::kPassed && result_.schedules >= kManySchedules;
  if (many && !failed) goes_the_same_way(first);
  return std::move(result_);
}

bool Search::goes_the_same_way(const Schedule& schedule) {
  runner_.set_unlocks_are_choices(schedule.unlocks_are_choices);
  ReplayChooser again(schedule);
  runner_.run(again, nullptr);
  if (runner_.failure()) {
    unknown(std::string("A schedule passed, and failed (") + std::string(name(*runner_.failure())) +
            ") when it was run again." + kNotDeterministic);
    return false;
  }
  const std::string difference = again.difference();
  if (difference.empty()) return true;
  unknown("The same schedule went another way when it was run again. " + difference +
          kNotDeterministic);
  return false;
}

void Search::search() {
  switch (options_.strategy) {
    case Strategy::kMix:
      return mix();
    case Strategy::kExhaustive:
      // Where a time-out may fire at any moment the clock is part of every step, so no two of them
      // can change places.
      if (options_.timeouts_any_time)
        enumerate(options_.schedules_max);
      else
        reduce();
      return;
    case Strategy::kBounded:
      enumerate(options_.schedules_max);
      return;
    default:
      sample();
  }
}

void Search::mix() {
  const bool bounded = options_.preemptions_max < Options{}.preemptions_max;
  const bool reducible = !bounded && !options_.timeouts_any_time;
  const std::uint64_t budget = options_.schedules_max;
  if (budget > 0) {
    const std::uint64_t share = std::max<std::uint64_t>(1, budget / kShareOfFewPreemptions);
    if (enumerate(reducible ? share : budget) != End::kBudgetSpent) return;
    if (reducible && reduce() != End::kBudgetSpent) return;
  }
  sample();
}

Search::End Search::enumerate(std::uint64_t schedules_max) {
  begin_part(schedules_max);
  SystematicSearch systematic(options_.preemptions_max);
  while (has_budget() && systematic.next()) {
    if (!run_one(systematic, nullptr)) return End::kStopped;
    if (systematic.diverged()) return stop_diverged();
    if (must_start_anew()) systematic = SystematicSearch(options_.preemptions_max);
  }
  const bool bounded = systematic.has_more() || systematic.was_bounded();
  describe(systematic, bounded);
  result_.verdict = Verdict::kPassed;
  result_.coverage = bounded ? Coverage::kBounded : Coverage::kAll;
  if (systematic.bound_done() < 0) result_.coverage = Coverage::kSampled;
  return systematic.has_more() ? End::kBudgetSpent : End::kAllSeen;
}

Search::End Search::reduce() {
  begin_part(options_.schedules_max);
  OptimalSearch search;
  bool more = search.next();
  bool too_long = false;
  while (more && !too_long && has_budget()) {
    if (!run_one(search, &search.trace())) return End::kStopped;
    if (search.diverged() && options_.strategy == Strategy::kExhaustive) return stop_diverged();
    if (search.diverged()) break;  // The mix goes on without; run() looks whether it is the body.
    if (!search.trace().is_reducible) return give_up_reduction();
    too_long = search.trace().steps.size() > kStepsToReduceMax;
    if (must_start_anew()) search = OptimalSearch();
    if (!too_long) more = search.next();
  }
  result_.verdict = Verdict::kPassed;
  result_.redundant = search.redundant();
  if (more) {
    add_words(with_commas(schedules_) + " of different kinds");
    if (too_long) result_.seen += " (one is too long to go on with)";
    return End::kBudgetSpent;
  }
  result_.coverage = Coverage::kAll;
  result_.schedules = schedules_;
  result_.seen = all_of(schedules_);
  return End::kAllSeen;
}

// The program does what the reduction cannot judge. Without it, every schedule is one of its own.
Search::End Search::give_up_reduction() {
  result_.schedules -= schedules_;
  if (options_.strategy == Strategy::kMix) return End::kBudgetSpent;
  return enumerate(options_.schedules_max);
}

Search::End Search::sample() {
  begin_part(options_.samples);
  const std::unique_ptr<Chooser> sampler = make_sampler(options_);
  while (has_budget()) {
    if (!run_one(*sampler, nullptr)) return End::kStopped;
  }
  if (schedules_ > 0) {
    std::string sampled = with_commas(schedules_) + " sampled";
    if (is_sampled(options_.strategy)) sampled.append(" by ").append(name(options_.strategy));
    const std::string before = result_.seen.empty() ? "" : "and ";
    add_words(before + sampled + " (seed " + std::to_string(options_.seed) + ")");
  }
  result_.verdict = Verdict::kPassed;
  result_.coverage = Coverage::kSampled;
  return End::kBudgetSpent;
}

void Search::begin_part(std::uint64_t schedules_max) {
  schedules_ = 0;
  schedules_max_ = schedules_max;
  steps_ = 0;
  unlocks_are_choices_ = runner_.unlocks_are_choices();
}

bool Search::has_budget() const {
  return schedules_ < schedules_max_ && steps_ < options_.steps_in_all_max;
}

// Returns false when the search is over: the schedule failed.
bool Search::run_one(Chooser& chooser, Trace* trace) {
  runner_.run(chooser, trace);
  ++schedules_;
  ++result_.schedules;
  steps_ += runner_.steps();
  if (goes_on() || !runner_.failure()) return true;
  result_.verdict = Verdict::kFailed;
  return false;
}

// Returns what the listener says: go on even if the schedule failed.
bool Search::goes_on() {
  if (!options_.on_schedule) return false;
  return options_.on_schedule({runner_.failure(), result_.schedules});
}

// Once the program has tried a lock, giving one back is a choice, and all are run anew.
bool Search::must_start_anew() {
  if (runner_.unlocks_are_choices() == unlocks_are_choices_) return false;
  unlocks_are_choices_ = true;
  result_.schedules -= schedules_;
  schedules_ = 0;
  return true;
}

Search::End Search::stop_diverged() {
  unknown(std::string("The program took another turn under the same choices.") + kNotDeterministic);
  return End::kStopped;
}

void Search::describe(const SystematicSearch& systematic, bool bounded) {
  if (!bounded) return add_words(all_of(schedules_));
  const int bound = systematic.bound_done();
  const std::string count = with_commas(systematic.schedules_in_bound());
  if (bound < 0) {
    return add_words(with_commas(schedules_) + (schedules_ == 1 ? " schedule" : " schedules") +
                     " without preemptions");
  }
  if (bound == 0) return add_words("all " + count + " without a preemption");
  add_words("all " + count + " with at most " + std::to_string(bound) +
            (bound == 1 ? " preemption" : " preemptions"));
}

void Search::add_words(const std::string& words) {
  if (!result_.seen.empty()) result_.seen += ", ";
  result_.seen += words;
}

void Search::unknown(std::string why) {
  result_.verdict = Verdict::kUnknown;
  result_.seen = std::move(why);
}

}  // namespace interleave
