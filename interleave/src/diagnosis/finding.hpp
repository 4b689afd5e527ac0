// What a schedule failed by, found out from what was recorded of it, before anybody puts it into
// words: its kind, who took part, and which steps and accesses matter.
//
// Pointers are to the execution and its recorder, and valid until the next run.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "diagnosis/sleepers.hpp"
#include "interleave/story.hpp"
#include "model/run.hpp"
#include "story/recorder.hpp"
#include "story/symbolizer.hpp"

namespace interleave {

// Why nothing orders the accesses of a race. Steps are those of the recorder.
struct WhyUnordered {
  Unordered::Reason reason = Unordered::Reason::kToldNothing;
  std::optional<std::size_t> told{};
  std::optional<std::size_t> asked{};
};

struct Finding {
  std::optional<FailureKind> kind{};  // Empty when it passed.
  Breakdown breakdown{};
  ThreadId thread = kNobody;  // Whose step it was, where it was one thread's.
  bool unjoined = false;      // A std::thread was destroyed without a join.

  std::optional<Missed> missed{};
  std::vector<bool> stuck;  // Of each thread: it waits, and that is part of the failure.

  // Of a data race or a use after free: nullptr where they are not known.
  const RecordedAccess* earlier = nullptr;
  const RecordedAccess* later = nullptr;
  std::optional<WhyUnordered> unordered{};

  bool only_reads = false;  // Of one that never ends: it looks at what nobody else can change.
};

// Requires: `run` has just been while `recorder` watched. `asked`: what its sleepers said, if
// it ended in a deadlock.
Finding find(const Run& run, const Recorder& recorder, Symbolizer& symbolizer,
             const std::vector<AskedSleeper>& asked);

// The locks that a thread holds before the step at `steps`, in the order in which it took them.
std::vector<const Object*> locks_held(const Recorder& recorder, ThreadId thread, std::size_t steps);

// Why nothing orders `earlier` and `later`.
WhyUnordered why_unordered(const Recorder& recorder, const RecordedAccess& earlier,
                           const RecordedAccess& later);

}  // namespace interleave
