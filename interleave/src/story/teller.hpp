// Puts a recorded failure into words: a headline, and the steps a reader needs to follow it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "execution/execution.hpp"
#include "interleave/result.hpp"
#include "story/object_names.hpp"
#include "story/recorder.hpp"
#include "story/symbolizer.hpp"

namespace interleave {

class Teller {
 public:
  // `execution` has just failed while `recorder` watched.
  Teller(Execution& execution, const Recorder& recorder);

  Failure tell();

 private:
  // steps.cpp: which steps are shown, and how.
  void find_lines();
  void find_racing_accesses();
  void find_thread_left_behind();
  void choose_steps();
  bool is_uninterrupted(std::size_t locked) const;
  bool surrounds_racing_access(std::size_t locked) const;
  void add_call(ThreadId thread, const Stack& stack, const std::vector<Location>& lines);
  void add_step(ThreadId thread, std::string what, const std::vector<Location>& lines);
  bool follow_outside(const RecordedStep& step);
  void add_step_outside(const RecordedStep& step, const std::vector<Location>& lines);
  std::string time_waited(const RecordedStep& step);
  std::string in_words(const RecordedStep& step);
  std::string notification_in_words(const RecordedStep& step);
  void tell_steps();
  void tell_access(const RecordedAccess& access);
  Source failed_assertion() const;
  void tell_last_step();
  void tell_broken_invariant();
  bool is_kept_out(const Thread& thread) const;
  void tell_ends();

  // objects.cpp: who holds what, and who waits for whom.
  std::size_t index_of(const Object& object);
  std::vector<ObjectState> states_of(const Snapshot& snapshot);
  void tell_what_it_waits_for(const Thread& thread);
  void tell_objects();

  // races.cpp: the memory of a race, and why nothing orders its accesses.
  void tell_race();
  void tell_memory_access(const RecordedAccess& access, const std::string& what);
  const char* racing_address() const;
  std::string access_verb(const RecordedAccess& access);
  std::string racing_variable();
  std::string memory_in_words();
  std::string block_in_words(const RecordedBlock& block);
  std::string step_in_words(std::size_t step);
  std::size_t answer_to(std::size_t told) const;
  std::string weak_order_in_words(std::size_t told, std::size_t asked);
  std::string why_unordered();

  // headline.cpp: what went wrong.
  std::string headline();
  std::string deadlock_headline();
  std::string stuck_headline();
  std::string lost_wakeup_headline(const Thread& sleeper);
  std::string race_headline();
  std::string different_locks();
  std::string misuse_in_words();
  std::string misuse_headline();
  std::string endless_headline();
  std::string crash_headline();
  std::string wrong_result_headline();
  std::string after_free_in_words();
  std::string who_failed() const;
  std::string place_failed();
  bool is_alone(const Thread& thread) const;
  bool is_part_of_deadlock(const Thread& thread) const;
  std::string left_behind_headline();
  std::optional<OutsideCall> call_it_waits_in(const Thread& thread);
  std::string waiting_in_words(const Thread& thread);
  bool was_notified_in_vain(const Thread& sleeper);
  std::string sleeper_that_would_go_on();
  std::string last_notification(const Thread& sleeper);
  std::string access_in_words(const RecordedAccess& access);
  std::string locks_held(ThreadId thread, std::size_t steps_before);

  std::string place_of(const Source& source) const;
  std::string place_of(const std::vector<Location>& lines) const;
  std::string thread_name(ThreadId id) const;
  std::string object_name(const Object* object);

  // The call of a thread to code that is told from outside, and where it was first seen in it.
  struct LastOutside {
    OutsideCall call;
    Stack first;
    bool is_told = false;
    bool timed_out = false;  // Its wait: what follows is only that it has the mutex back.
  };

  Execution& execution_;
  const Recorder& recorder_;
  Breakdown breakdown_;
  Symbolizer symbolizer_;
  ObjectNames names_;
  std::vector<std::vector<Location>> lines_;  // Of each recorded step.
  std::vector<bool> shown_;                   // Each recorded step.
  std::vector<bool> is_folded_;               // A lock whose critical section nobody interrupts.
  std::vector<Stack> last_calls_;             // Of each thread: the call shown last.
  std::vector<LastOutside> outside_;          // Of each thread.
  std::vector<Nanoseconds> asleep_since_;     // Each thread, when it slept last.
  std::string printed_;                       // By the program, since the step told last.
  std::vector<const Object*> objects_;        // Those the story speaks of.
  Snapshot held_at_end_;
  const Snapshot* held_now_ = &held_at_end_;  // At the step that is being told.
  const RecordedAccess* earlier_ = nullptr;   // The accesses of a data race.
  const RecordedAccess* later_ = nullptr;
  std::size_t cycle_steps_ = 0;  // Of the cycle that the threads go round in; 0: none is seen.
  Failure failure_;
};

}  // namespace interleave
