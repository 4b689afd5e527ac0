#include "search.hpp"

#include <limits>
#include <utility>
#include <vector>

#include "story/numbers.hpp"
#include "strategy/sampling.hpp"

namespace interleave {

const char* const kNotDeterministic =
    " The body must do the same under the same schedule. Does it use what is not there (the front "
    "of an empty container, an object that has gone), something that survives from run to run "
    "(memory outside the body, a file), random numbers without a fixed seed, the addresses of "
    "objects, or another library's threads?";

namespace {

// The mix keeps this part of the systematic budget for the schedules with the fewest preemptions,
// should there be too many kinds: what can be said of those is worth more than some kinds more.
constexpr std::uint64_t kShareOfFewPreemptions = 8;

// The mix samples first: most mistakes are met within so many schedules. Then it looks whether the
// program is so small that all can be seen, and goes on by turns, each time with twice as many. It
// draws more than it searches: the samples find more than the same number of schedules in order.
constexpr std::uint64_t kSamplesFirst = 16;
constexpr std::uint64_t kSamplesThen = 64;
constexpr std::uint64_t kSearchedFirst = 16;

// Where the first run had no more choices than these there are few schedules, and they are searched
// first.
constexpr std::size_t kFewChoices = 3;

// After so many it is worth a run to see whether the body still does the same.
constexpr std::uint64_t kManySchedules = 64;

constexpr std::uint64_t kNoLimit = std::numeric_limits<std::uint64_t>::max();

std::string all_of(std::uint64_t schedules) {
  return schedules == 1 ? "the only schedule" : "all " + with_commas(schedules) + " schedules";
}

// Leaves one for the last look whether the body still does the same.
std::uint64_t without_last_look(std::uint64_t runs) {
  return runs < kManySchedules ? runs : runs - 1;
}

// Where a time-out may fire at any moment the clock is part of every step, so no two of them can
// change places.
bool can_be_reduced(const Options& options) {
  if (options.strategy == Strategy::kBounded || options.timeouts_any_time) return false;
  return options.strategy == Strategy::kExhaustive ||
         options.preemptions_max >= Options{}.preemptions_max;
}

std::string with_number(const char* budget, std::uint64_t number) {
  return std::string(budget) + " (" + with_commas(number) + ")";
}

}  // namespace

Search::Search(Runner& runner, const Options& options)
    : options_(options), runs_(runner, options), schedules_max_(options.schedules_max) {
  if (is_sampled(options.strategy) || (mixes() && options.samples > 0)) {
    first_ = &sampling_.emplace(runs_, options, without_last_look(options.samples));
  } else {
    schedules_max_ = without_last_look(schedules_max_);
  }
  if (is_sampled(options.strategy) || schedules_max_ == 0) return;
  Part* systematic = nullptr;
  if (can_be_reduced(options)) {
    const std::uint64_t share = mixes() ? schedules_max_ / kShareOfFewPreemptions : 0;
    systematic = &kinds_.emplace(runs_, options, schedules_max_ - share);
  } else {
    systematic = &fewest_.emplace(runs_, options, schedules_max_);
  }
  if (first_ == nullptr) first_ = systematic;
}

Result Search::run() {
  const End end = begin();
  conclude(end == End::kMore ? go_on() : end);
  result_.runs = runs_.count();
  if (result_.verdict == Verdict::kFailed) result_.schedules = result_.runs;
  return std::move(result_);
}

// Runs one schedule twice: what differs then would differ everywhere. Returns kMore if the search
// can go on.
Search::End Search::begin() {
  End end = End::kMore;
  while (end == End::kMore && !runs_.first_passed()) end = first_->go_on(1);
  if (end == End::kFailed) return end;
  if (runs_.first_passed() && !first_->was_ended_by_runs() && !goes_the_same_way()) {
    return End::kDiverged;
  }
  return end == End::kAllSeen ? end : End::kMore;
}

bool Search::goes_the_same_way() {
  ReplayChooser again(*runs_.first_passed());
  runs_.run_again(*runs_.first_passed(), again);
  first_->charge();
  if (runs_.runner().failure()) {
    unknown(std::string("A schedule passed, and failed (") +
            std::string(name(*runs_.runner().failure())) + ") when it was run again." +
            kNotDeterministic);
    return false;
  }
  const std::string difference = again.difference();
  if (difference.empty()) return true;
  unknown("The same schedule went another way when it was run again. " + difference +
          kNotDeterministic);
  return false;
}

Search::End Search::go_on() {
  if (mixes()) return alternate();
  return sampling_ ? sampling_->go_on(kNoLimit) : search_systematically(kNoLimit);
}

Search::End Search::alternate() {
  std::uint64_t samples = kSamplesFirst;
  std::uint64_t schedules = kSearchedFirst;
  bool draws = sampling_.has_value();
  bool searches = kinds_ || fewest_;
  bool draws_now = !runs_.first_passed() || runs_.first_passed()->choices.size() > kFewChoices;
  for (; draws || searches; draws_now = true) {
    if (draws && draws_now) {
      const End end = sampling_->go_on(samples);
      if (end == End::kFailed) return end;
      draws = end == End::kMore;
      samples = samples == kSamplesFirst ? kSamplesThen : 2 * samples;
    }
    if (searches) {
      const End end = search_systematically(draws ? schedules : kNoLimit);
      if (end != End::kMore && end != End::kSpent) return end;
      searches = end == End::kMore;
      schedules *= 2;
    }
  }
  return End::kSpent;
}

Search::End Search::search_systematically(std::uint64_t schedules) {
  if (!fewest_) {
    const End end = kinds_->go_on(schedules);
    if (end == End::kMore || end == End::kAllSeen || end == End::kFailed) return end;
    // What the reduction cannot judge is searched without it. Should the body take other turns of
    // itself, the mix will see whether it still does the same.
    if (!mixes() && kinds_->is_reducible()) return end;
    fewest_.emplace(runs_, options_, schedules_max_ - kinds_->runs_made());
  }
  return fewest_->go_on(schedules);
}

void Search::conclude(End end) {
  if (end == End::kFailed) {
    result_.verdict = Verdict::kFailed;
    return;
  }
  if (!result_.seen.empty()) return;  // That the body does not do the same.
  if (end == End::kDiverged) {
    return unknown(std::string("The program took another turn under the same choices.") +
                   kNotDeterministic);
  }
  const bool many = runs_.count() >= kManySchedules && runs_.first_passed();
  if (many && !goes_the_same_way()) return;
  say_what_was_seen(end);
}

void Search::say_what_was_seen(End end) {
  result_.verdict = Verdict::kPassed;
  if (kinds_) result_.redundant = kinds_->redundant();
  const bool within_bound = fewest_ && fewest_->was_bounded();
  if (end == End::kAllSeen && !within_bound) {
    result_.coverage = Coverage::kAll;
    result_.schedules = fewest_ ? fewest_->schedules() : kinds_->schedules();
    result_.seen = all_of(result_.schedules);
  } else {
    if (fewest_) add_words(*fewest_, "");
    if (kinds_) add_words(*kinds_, "");
    if (sampling_) add_words(*sampling_, "and ");
    const bool bounded = fewest_ && fewest_->bound_done() >= 0 && !sampling_;
    if (bounded || end == End::kAllSeen) result_.coverage = Coverage::kBounded;
  }
  if (const auto places = runs_.runner().racing_places_known()) {
    result_.seen += ", " + with_commas(*places) + " racing places as choices";
  }
  if (result_.coverage != Coverage::kAll) say_what_ended_it(end);
}

void Search::add_words(const Part& part, const char* before) {
  const std::string words = part.words();
  if (words.empty()) return;
  if (!result_.seen.empty()) result_.seen.append(", ").append(before);
  result_.seen += words;
  result_.schedules += part.schedules();
}

void Search::say_what_ended_it(End end) {
  std::vector<std::string> words;
  const auto add = [&](const char* option, std::uint64_t number) {
    result_.ended_by.emplace_back(option);
    words.push_back(with_number(option, number));
  };
  const auto any_ended = [this](bool (Part::*by)() const) {
    return (kinds_ && ((*kinds_).*by)()) || (fewest_ && ((*fewest_).*by)());
  };
  if (end == End::kAllSeen) {
    add("preemptions_max", static_cast<std::uint64_t>(options_.preemptions_max));
  } else {
    if (any_ended(&Part::was_ended_by_runs)) add("schedules_max", options_.schedules_max);
    if (sampling_ && sampling_->was_ended_by_runs()) add("samples", options_.samples);
    if (any_ended(&Part::was_ended_by_steps) || (sampling_ && sampling_->was_ended_by_steps())) {
      add("steps_in_all_max", options_.steps_in_all_max);
    }
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    result_.seen += i == 0 ? "; ended by " : i + 1 < words.size() ? ", " : " and ";
    result_.seen += words[i];
  }
}

void Search::unknown(std::string why) {
  result_.verdict = Verdict::kUnknown;
  result_.seen = std::move(why);
}

}  // namespace interleave
