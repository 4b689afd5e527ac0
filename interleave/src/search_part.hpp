// The parts that a search is made of: each chooses schedules in a way of its own, has a budget, and
// goes on where it stopped, so that a search can alternate between them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "interleave/options.hpp"
#include "runner.hpp"
#include "strategy/dpor.hpp"
#include "strategy/random.hpp"
#include "strategy/systematic.hpp"

namespace interleave {

// All runs of a search. Every one is counted, and the listener hears of it.
class Runs {
 public:
  // Both must outlive it.
  Runs(Runner& runner, const Options& options) : runner_(runner), options_(options) {}

  // Returns false if the run failed, and is not to be passed over.
  bool run(Chooser& chooser, Trace* trace);
  // Runs a schedule again that has passed.
  void run_again(const Schedule& schedule, Chooser& chooser);

  std::uint64_t count() const { return count_; }
  const Runner& runner() const { return runner_; }
  // The first schedule that passed, of those with all the racing places that are known.
  const std::optional<Schedule>& first_passed() const { return first_passed_; }

 private:
  bool is_passed_over();

  Runner& runner_;
  const Options& options_;
  std::uint64_t count_ = 0;
  std::optional<Schedule> first_passed_;
};

class Part {
 public:
  enum class End {
    kMore,      // As many were run as it was asked for.
    kAllSeen,   // There are no more.
    kSpent,     // Its budget is.
    kGivenUp,   // This way of choosing is none for the program.
    kDiverged,  // The program took another turn under the same choices.
    kFailed,    // The last schedule failed.
  };

  Part(Runs& runs, const Options& options, std::uint64_t runs_max)
      : options_(options), runs_(runs), runs_max_(runs_max) {}
  virtual ~Part() = default;

  // Runs at most so many.
  End go_on(std::uint64_t runs);
  // The run that was made last counts for its budget, too.
  void charge();

  std::uint64_t runs_made() const { return runs_made_; }
  // How many schedules words() speak of.
  virtual std::uint64_t schedules() const { return tree_; }
  // What was seen. Empty: nothing that could be told.
  virtual std::string words() const = 0;
  // What ended it.
  bool was_ended_by_runs() const { return runs_made_ >= runs_max_; }
  bool was_ended_by_steps() const { return steps_ >= options_.steps_in_all_max; }

 protected:
  // Prepares the next schedule. Returns false if there is none.
  virtual bool next() = 0;
  // From here on there are more choices than before.
  virtual void begin_anew() = 0;
  virtual Chooser& chooser() = 0;
  virtual Trace* trace() { return nullptr; }
  // After a run. Returns kMore, kGivenUp or kDiverged.
  virtual End look() { return End::kMore; }

  bool has_prepared() const { return ready_; }

  const Options& options_;
  std::uint64_t tree_ = 0;  // Schedules run since it began (anew).

 private:
  Runs& runs_;
  std::uint64_t runs_max_;
  std::uint64_t runs_made_ = 0;
  std::uint64_t steps_ = 0;
  std::uint32_t choices_found_ = 0;  // By the runs before it began.
  bool ready_ = false;               // The next schedule is prepared.
  End end_ = End::kMore;             // kGivenUp or kDiverged: for good.
};

// Draws. The very first schedule is one of uniform choices, whoever draws the others.
class Sampling : public Part {
 public:
  Sampling(Runs& runs, const Options& options, std::uint64_t runs_max);

  std::uint64_t schedules() const override { return runs_made(); }
  std::string words() const override;

 private:
  bool next() override { return true; }
  void begin_anew() override {}  // What was drawn stays as good as it was.
  Chooser& chooser() override {
    const bool is_first = runs_made() == 0 && options_.strategy != Strategy::kRandom;
    return is_first ? first_ : *sampler_;
  }

  RandomChooser first_;
  std::unique_ptr<Chooser> sampler_;
};

// Every schedule, those with the fewest preemptions first.
class FewestPreemptions : public Part {
 public:
  FewestPreemptions(Runs& runs, const Options& options, std::uint64_t runs_max)
      : Part(runs, options, runs_max), search_(options.preemptions_max) {}

  std::string words() const override;
  // There are schedules that were not run, ...
  bool left_some() const { return has_more() || search_.was_bounded(); }
  // ... with more preemptions than are allowed.
  bool was_bounded() const { return !has_more() && search_.was_bounded(); }
  // All with so many preemptions were run; -1: not even those with none.
  int bound_done() const { return search_.bound_done(); }

 private:
  bool next() override { return search_.next(); }
  void begin_anew() override { search_ = SystematicSearch(options_.preemptions_max); }
  Chooser& chooser() override { return search_; }
  End look() override { return search_.diverged() ? End::kDiverged : End::kMore; }
  bool has_more() const { return has_prepared() || search_.has_more(); }

  SystematicSearch search_;
};

// One schedule of each kind.
class OneOfEachKind : public Part {
 public:
  OneOfEachKind(Runs& runs, const Options& options, std::uint64_t runs_max)
      : Part(runs, options, runs_max), search_(options.spurious_wakeups_max) {}

  std::uint64_t schedules() const override { return is_reducible_ ? tree_ : 0; }
  std::string words() const override;
  std::uint64_t redundant() const { return search_.redundant(); }
  bool is_reducible() const { return is_reducible_; }
  bool was_too_long() const { return too_long_; }

 private:
  bool next() override { return search_.next(); }
  void begin_anew() override { search_ = OptimalSearch(options_.spurious_wakeups_max); }
  Chooser& chooser() override { return search_; }
  Trace* trace() override { return &search_.trace(); }
  End look() override;

  OptimalSearch search_;
  bool is_reducible_ = true;
  bool too_long_ = false;
};

}  // namespace interleave
