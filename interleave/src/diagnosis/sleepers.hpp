// Threads that sleep on a condition variable when nobody can go on: which of them would go on if
// they checked their condition again, who made it true, and why the notification was missed.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "execution/execution.hpp"
#include "story/recorder.hpp"

namespace interleave {

// A moment of a recorded schedule: after so many steps and accesses to memory.
struct Moment {
  std::size_t steps = 0;
  std::uint64_t accesses = 0;
  auto operator<=>(const Moment&) const = default;
};

// The writes that made true what a sleeper waits for: all that another thread wrote, after the
// sleeper's last look, to what its condition reads. One thread made them all; where several wrote,
// nobody knows which of them it was.
struct Change {
  ThreadId by = kNobody;
  std::vector<Stack> places;
  Moment moment;                      // Of the first.
  Moment last_look;                   // Of the sleeper, before it.
  std::optional<std::size_t> step{};  // Of the only one, if it wrote an atomic.
};

// What a sleeper answers when it is asked to check again.
struct AskedSleeper {
  ThreadId thread = kNobody;
  Answer answer = Answer::kCannotTell;
  std::optional<Change> change{};  // Of one that goes on, where it can be told.
};

// Asks each sleeper of a schedule that ended in a deadlock. `run_again` runs that schedule once
// more: each is asked at the end of a run of its own, so that none sees what another did then.
std::vector<AskedSleeper> ask_sleepers(Execution& execution,
                                       const std::function<void(Recorder&)>& run_again);

// A sleeper that would go on, and what is known of its notification. Steps are those of the
// recorder.
struct Missed {
  ThreadId sleeper = kNobody;
  const Object* condition = nullptr;
  std::optional<Change> change{};
  std::optional<std::size_t> notification{};  // The last one.
  bool while_asleep = false;                  // It came while the sleeper slept.
  bool notified_after_change = false;
  const Object* notified_instead = nullptr;  // By the one who made the change, after that.
  bool between_look_and_sleep = false;
  bool is_lost = false;  // A notification came, and could not reach the sleeper.
};

// Returns the sleeper whose wait should have ended: one whose notification was lost, else one that
// nobody told. Nothing if no sleeper would go on.
std::optional<Missed> find_missed(const Run& run, const Recorder& recorder,
                                  const std::vector<AskedSleeper>& asked);

}  // namespace interleave
