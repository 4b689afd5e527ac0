// Which schedules are run, how many, and in what words it is said how much was seen.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "interleave/options.hpp"
#include "interleave/result.hpp"
#include "runner.hpp"
#include "search_part.hpp"

namespace interleave {

// Why a body that does not repeat itself cannot be explored: a sentence and a question.
extern const char* const kNotDeterministic;

class Search {
 public:
  // Both must outlive the search.
  Search(Runner& runner, const Options& options);

  // Runs schedules as the options say. When one failed it is the last that was run, and the verdict
  // is kFailed, with nothing told yet; otherwise the result is complete.
  Result run();

 private:
  using End = Part::End;

  bool mixes() const { return options_.strategy == Strategy::kMix; }
  End begin();
  End go_on();
  End alternate();
  End search_systematically(std::uint64_t schedules);
  bool goes_the_same_way();
  void conclude(End end);
  void say_what_was_seen(End end);
  void add_words(const Part& part, const char* before);
  void say_what_ended_it(End end);
  void unknown(std::string why);

  const Options& options_;
  Runs runs_;
  Result result_;
  std::uint64_t schedules_max_;  // As in the options, but for the last look.

  // Those that the strategy has. Of the systematic ones `fewest_` comes after `kinds_`.
  std::optional<Sampling> sampling_;
  std::optional<OneOfEachKind> kinds_;
  std::optional<FewestPreemptions> fewest_;
  Part* first_ = nullptr;  // The one that makes the first run.
};

}  // namespace interleave
