// What an exploration found: a verdict, how much it speaks for, and the story of a failure.
//
// Thread safety: that of the standard library's containers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

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

// The schedule that failed.
struct Failure {
  FailureKind kind = FailureKind::kWrongResult;
  std::string headline;  // headline(story): what happened and to whom, in one to three sentences.
  std::string schedule;  // For Options::replay: runs this very schedule again.
  std::uint64_t schedule_number = 0;  // It was the n-th that was run, from 1.
  bool by_model = false;              // Of a test by a model: the headline begins with its calls.
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
  // kPassed, and not all were seen: the names of the options that ended the search, such as
  // "schedules_max".
  std::vector<std::string> ended_by;
  std::optional<Failure> failure;  // Set exactly when verdict is kFailed.
  std::optional<Story> passing;  // Options::tell_passing: how the last schedule went, if it passed.
};

}  // namespace interleave
