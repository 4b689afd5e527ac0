// What an exploration found: a verdict, how much it speaks for, and the story of a failure.
//
// Thread safety: that of the standard library's containers. name() from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "interleave/story.hpp"

namespace interleave {

// What an exploration found out.
enum class Verdict {
  kPassed,   // No schedule that was run failed. `Result::seen` says how many were run.
  kFailed,   // One did. `Result::failure` tells which, and how it came about.
  kUnknown,  // The body could not be explored. `Result::seen` says why.
};

// How much of the schedule space a passing result speaks for.
enum class Coverage {
  kAll,      // Every schedule there is.
  kBounded,  // Every schedule with at most so many preemptions.
  kSampled,  // Some, drawn at random.
};

// How a schedule can fail.
enum class FailureKind {
  kWrongResult,  // check() or a test framework's assertion failed.
  kDeadlock,     // Nobody can run, and somebody waits.
  kLostWakeup,   // A deadlock in which a sleeper's notification came when it could not hear it.
  kDataRace,     // Two threads use one place in memory, one writes, and nothing orders them.
  kNeverEnds,    // The step limit, or a loop that nobody can end.
  kPolls,        // Waits by sleeping or spinning where the test wants it to block.
  kCrash,        // Uncaught exception, std::terminate, or a signal.
  kMisuse,       // A primitive used against its rules, such as unlock by one who does not hold it.
  kThreadLeftBehind,  // A thread that is not joined, or outlives the body.
};

// Returns the words people use for it: "deadlock", "lost wake-up", "data race" ...
std::string_view name(FailureKind kind);

// The schedule that failed.
struct Failure {
  FailureKind kind = FailureKind::kWrongResult;
  std::string headline;               // What happened and to whom, in one to three sentences.
  std::string schedule;               // For Options::replay: runs this very schedule again.
  std::uint64_t schedule_number = 0;  // It was the n-th that was run, from 1.
  std::string exception_type;         // kCrash by an exception: its type as written in C++.
  std::string exception_message;      // kCrash by a std::exception: its what().
  Story story;                        // How it came about, step by step.
};

// What explore() returns.
struct Result {
  Verdict verdict = Verdict::kUnknown;
  Coverage coverage = Coverage::kSampled;
  // How many `seen` speaks of. What was run only to see whether the body does the same again is no
  // further schedule, and what was run before all choices were known is none of all there are.
  // kFailed: as schedule_number.
  std::uint64_t schedules = 0;
  std::uint64_t runs = 0;       // Every run of the body, up to the first failure.
  std::uint64_t redundant = 0;  // kExhaustive: runs given up because they were like earlier ones.
  std::string seen;             // In words: "all 16 schedules", "2,000 sampled (seed 1)".
  std::optional<Failure> failure;  // Set exactly when verdict is kFailed.
};

}  // namespace interleave
