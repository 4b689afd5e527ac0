// Which schedules are run, how many, and in what words it is said how much was seen.
#pragma once

#include <cstdint>
#include <string>

#include "interleave/options.hpp"
#include "interleave/result.hpp"
#include "runner.hpp"

namespace interleave {

class SystematicSearch;

// Why a body that does not repeat itself cannot be explored: a sentence and a question.
extern const char* const kNotDeterministic;

class Search {
 public:
  // Both must outlive the search.
  Search(Runner& runner, const Options& options) : runner_(runner), options_(options) {}

  // Runs schedules as the options say. When one failed it is the last that was run, and the verdict
  // is kFailed, with nothing told yet; otherwise the result is complete.
  Result run();

 private:
  // How a part of the search ended.
  enum class End {
    kAllSeen,
    kBudgetSpent,
    kStopped,  // A schedule failed, or the program cannot be explored.
  };

  bool goes_the_same_way(const Schedule& schedule);
  void search();
  void mix();
  End enumerate(std::uint64_t schedules_max);
  End reduce();
  End give_up_reduction();
  End sample();

  void begin_part(std::uint64_t schedules_max);
  bool has_budget() const;
  bool run_one(Chooser& chooser, Trace* trace);
  bool must_start_anew();
  bool goes_on();
  End stop_diverged();
  void describe(const SystematicSearch& systematic, bool bounded);
  void add_words(const std::string& words);
  void unknown(std::string why);

  Runner& runner_;
  const Options& options_;
  Result result_;

  // Of the part that is running.
  std::uint64_t schedules_ = 0;
  std::uint64_t schedules_max_ = 0;
  std::uint64_t steps_ = 0;
  bool unlocks_are_choices_ = false;
};

}  // namespace interleave
