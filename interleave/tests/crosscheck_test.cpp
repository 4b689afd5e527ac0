// Runs generated programs with the real primitives under the explorer, and enumerates the same
// programs with a model that knows nothing of it. Both must find the same outcomes and deadlocks,
// and the exhaustive search must run each class of equivalent schedules once.
//
//   INTERLEAVE_PROGRAMS=5000 INTERLEAVE_FIRST_SEED=1 interleave_crosscheck_test
//
// runs so many programs, from that seed on, and shows the first five that differ
// (INTERLEAVE_DIFFERENCES says how many).
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <new>
#include <set>
#include <string>
#include <utility>

#include "counting.hpp"
#include "crosscheck/enumerate.hpp"
#include "crosscheck/outcome.hpp"
#include "crosscheck/program.hpp"
#include "crosscheck/runner.hpp"

namespace {

using crosscheck::Act;
using crosscheck::Code;
using crosscheck::Enumeration;
using crosscheck::kObjectsMax;
using crosscheck::Op;
using crosscheck::Outcome;
using crosscheck::Program;
using crosscheck::Runner;
using crosscheck::World;

// What the explorer has found out about a program.
struct Explored {
  std::set<Outcome> outcomes;
  std::uint64_t schedules = 0;
  std::uint64_t redundant = 0;
  std::string trouble;  // What should not have happened; empty if nothing did.
};

class Exploration {
 public:
  explicit Exploration(const Program& program) : spurious_(program.spurious) {
    for (const std::vector<Op>& thread : program.threads) {
      codes_.push_back(crosscheck::flatten(thread));
    }
  }

  Explored explore(interleave::Options options) {
    explored_ = {};
    options.spurious_wakeups_max = spurious_;
    options.on_schedule = [this](const interleave::ScheduleEnd& end) {
      note(end);
      return true;
    };
    const interleave::Result result = interleave::explore([this] { run(); }, options);
    explored_.schedules = result.schedules;
    explored_.redundant = result.redundant;
    if (result.coverage != interleave::Coverage::kAll) explored_.trouble += result.seen;
    return std::move(explored_);
  }

 private:
  void run() {
    // Threads that are stuck leave their objects behind; the next run has its own at the same
    // place.
    world_ = new (storage_) World;
    counting::in_threads(static_cast<int>(codes_.size()), [this](int thread) {
      const auto i = static_cast<std::size_t>(thread);
      Runner(codes_[i], *world_, world_->threads[i]).run();
    });
  }

  void note(const interleave::ScheduleEnd& end) {
    if (end.number == 1) explored_.outcomes.clear();  // The search has begun anew.
    if (end.failure && *end.failure != interleave::FailureKind::kDeadlock) {
      explored_.trouble += "schedule " + std::to_string(end.number) + ": " +
                           std::string(interleave::name(*end.failure)) + "\n";
    }
    Outcome outcome;
    for (std::size_t i = 0; i < kObjectsMax; ++i) {
      outcome.atomics[i] = world_->atomics[i].load();
      outcome.data[i] = world_->data[i];
    }
    outcome.threads = world_->threads;
    explored_.outcomes.insert(outcome);
  }

  int spurious_;
  std::vector<Code> codes_;
  alignas(World) std::byte storage_[sizeof(World)];
  World* world_ = nullptr;
  Explored explored_;
};

std::string missing_from(const std::set<Outcome>& some, const std::set<Outcome>& all,
                         std::size_t threads) {
  std::string text;
  for (const Outcome& outcome : all) {
    if (!some.contains(outcome)) text += "    " + to_text(outcome, threads) + "\n";
  }
  return text;
}

std::string compare_outcomes(const char* search, const Explored& explored,
                             const Enumeration& enumeration, std::size_t threads) {
  std::string text;
  const std::string missed = missing_from(explored.outcomes, enumeration.outcomes, threads);
  const std::string invented = missing_from(enumeration.outcomes, explored.outcomes, threads);
  if (!explored.trouble.empty()) text += "  " + explored.trouble + "\n";
  if (!missed.empty()) text += "  did not find\n" + missed;
  if (!invented.empty()) text += "  found what cannot be\n" + invented;
  return text.empty() ? text : std::string(search) + ":\n" + text;
}

// Returns what differs; empty if nothing does, or if the program is too large to be enumerated.
std::string difference(const Program& program) {
  const Enumeration enumeration = crosscheck::enumerate(program);
  if (!enumeration.complete) return "";
  if (!enumeration.consistent) return "the model itself: one class, two outcomes\n";
  const std::size_t threads = program.threads.size();
  const Explored optimal = Exploration(program).explore(counting::exhaustive());
  std::string text = compare_outcomes("exhaustive search", optimal, enumeration, threads);
  if (optimal.schedules != enumeration.classes.size() || optimal.redundant != 0) {
    text += "exhaustive search: " + std::to_string(optimal.schedules) + " schedules, " +
            std::to_string(optimal.redundant) + " of them redundant; there are " +
            std::to_string(enumeration.classes.size()) + " classes\n";
  }
  if (enumeration.interleavings <= 3'000) {
    interleave::Options options = counting::everything();
    options.strategy = interleave::Strategy::kBounded;
    const Explored plain = Exploration(program).explore(options);
    text += compare_outcomes("plain search", plain, enumeration, threads);
  }
  return text;
}

// Takes operations away as long as something differs.
std::string shrunk_difference(Program program) {
  for (bool smaller = true; smaller;) {
    smaller = false;
    for (Program& candidate : crosscheck::smaller(program)) {
      if (difference(candidate).empty()) continue;
      program = std::move(candidate);
      smaller = true;
      break;
    }
  }
  return crosscheck::to_text(program) + difference(program);
}

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

int size_for(std::uint64_t seed) { return 6 + static_cast<int>(seed % 9); }

void check_generated(Program (*generate)(std::uint64_t, int), std::uint64_t programs_by_default) {
  const std::uint64_t differences_max = number_from("INTERLEAVE_DIFFERENCES", 5);
  const std::uint64_t programs = number_from("INTERLEAVE_PROGRAMS", programs_by_default);
  const std::uint64_t first = number_from("INTERLEAVE_FIRST_SEED", 1);
  std::uint64_t differences = 0;
  for (std::uint64_t seed = first; seed < first + programs; ++seed) {
    const Program program = generate(seed, size_for(seed));
    if (difference(program).empty()) continue;
    ADD_FAILURE() << shrunk_difference(program);
    if (++differences == differences_max) break;
  }
}

TEST(Crosscheck, GeneratedPrograms) { check_generated(crosscheck::generate, 1'000); }

TEST(Crosscheck, GeneratedProgramsWithSpuriousWakeUps) {
  check_generated(crosscheck::generate_with_spurious_wake_ups, 150);
}

// The generated programs would be no check if they met no trouble.
TEST(Crosscheck, ProgramsHaveManyOutcomesAndSomeDeadlocks) {
  int large = 0;
  int with_outcomes = 0;
  int with_deadlocks = 0;
  constexpr int kPrograms = 150;
  for (std::uint64_t seed = 1; seed <= kPrograms; ++seed) {
    const Program program = crosscheck::generate(seed, size_for(seed));
    const Enumeration enumeration = crosscheck::enumerate(program);
    if (!enumeration.complete) ++large;
    if (enumeration.outcomes.size() > 1) ++with_outcomes;
    const auto is_stuck = [&program](const Outcome& outcome) {
      for (std::size_t i = 0; i < program.threads.size(); ++i) {
        if (!outcome.threads[i].done) return true;
      }
      return false;
    };
    if (std::any_of(enumeration.outcomes.begin(), enumeration.outcomes.end(), is_stuck)) {
      ++with_deadlocks;
    }
  }
  EXPECT_LT(large, kPrograms / 10);
  EXPECT_GT(with_outcomes, kPrograms / 3);
  EXPECT_GT(with_deadlocks, kPrograms / 20);
}

// T threads that try a lock once: T! 2^(T-1) classes if failing tries conflict, and less if not.
TEST(Crosscheck, FailingTriesAreNotOrdered) {
  for (const auto& [threads, ordered, classes] :
       {std::array{2, 4, 4}, std::array{3, 24, 21}, std::array{4, 192, 148}}) {
    const std::vector<Op> thread{{Act::kTryLock, 0, 0, {}}};
    const Program program{0, 0, std::vector(static_cast<std::size_t>(threads), thread)};
    crosscheck::EnumerationOptions options;
    EXPECT_EQ(crosscheck::enumerate(program, options).classes.size(),
              static_cast<std::size_t>(classes));
    options.failing_tries_are_ordered = true;
    EXPECT_EQ(crosscheck::enumerate(program, options).classes.size(),
              static_cast<std::size_t>(ordered));
  }
}

}  // namespace
