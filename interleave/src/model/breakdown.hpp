// How a run failed, before anybody has put it into words.
#pragma once

#include <optional>
#include <string>

#include "interleave/result.hpp"
#include "model/memory.hpp"
#include "model/vector_clock.hpp"

namespace interleave {

struct Object;

struct Breakdown {
  FailureKind kind = FailureKind::kWrongResult;
  std::string message{};         // The test's own words, an exception's what(), a signal's name.
  std::string exception_type{};  // Empty unless an exception ended it.
  ThreadId thread = kNobody;     // Whose step it was, where it was one thread's.
  std::optional<Race> race{};    // kDataRace.
  std::string file{};            // An assertion's place.
  int line = 0;
  std::string step{};          // kWrongResult: the last step of the story, unless an assertion is.
  bool terminated = false;     // kCrash: by std::terminate() without an exception.
  bool takes_no_step = false;  // kNeverEnds: only time showed it, and each further run costs that.
  const Object* object = nullptr;  // kMisuse: what "{}" in the message stands for.
  ThreadId user = kNobody;         // kMisuse: who holds, awaits or is about to use that object.
  // Not empty: what to do about a call that the explorer does not control. The program need not be
  // wrong, so the verdict is Verdict::kUnknown.
  std::string advice{};
  // kWrongResult, not empty: the invariant that the last step broke. The message says how.
  std::string invariant{};
  // The body gives this run up on purpose, while threads wait as they should: no failure.
  bool is_accepted = false;
};

}  // namespace interleave
