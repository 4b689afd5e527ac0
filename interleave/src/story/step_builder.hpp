// Makes the steps of a story out of recorded ones: with the calls of the test that they belong to.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "diagnosis/finding.hpp"
#include "story/lines.hpp"
#include "story/objects.hpp"
#include "story/step_choice.hpp"

namespace interleave {

class StepBuilder {
 public:
  // All must outlive it.
  StepBuilder(const Run& run, const Recorder& recorder, const Finding& finding, Lines& lines,
              StoryObjects& objects);

  // Returns the steps without the failing one; their words are not written yet.
  std::vector<Step> build();

  // The same with the failing one behind them, if it failed, and what was printed last.
  std::vector<Step> build_failing_step(std::vector<Step> steps);

  // A recorded step as data, without the calls around it.
  Step step_of(std::size_t recorded);

 private:
  // The call of a thread to code that is told from outside, and where it was first seen in it.
  struct LastOutside {
    OutsideCall call;
    Stack first;
    bool is_told = false;
    bool timed_out = false;  // Its wait: what follows is only that it has the mutex back.
  };

  struct Printed {
    ThreadId thread = kNobody;
    std::string text;
  };

  void build_step(std::size_t recorded);
  void note_printed(const RecordedStep& step);
  void add_printed();
  void add_call(ThreadId thread, const Stack& stack, const std::vector<Location>& lines);
  void add(Step step, const std::vector<Location>& lines);
  bool follow_outside(const RecordedStep& step);
  void add_step_outside(const RecordedStep& recorded, const std::vector<Location>& lines);
  void add_access(const RecordedAccess& access);
  void add_failing_step();
  void mark_breaking_step();
  void add_failure(const Thread& thread, std::string text, const std::vector<Location>& lines);
  std::int64_t time_asleep(const RecordedStep& step);

  const Run& run_;
  const Recorder& recorder_;
  const Finding& finding_;
  Lines& lines_;
  StoryObjects& objects_;
  const std::vector<Shown> shown_;
  std::vector<OutermostCall> last_calls_;  // Of each thread: the call shown last.
  std::vector<LastOutside> outside_;       // Of each thread.
  std::vector<Nanoseconds> asleep_since_;  // Each thread, when it slept last.
  Printed printed_;                        // Not told yet.
  const Snapshot held_at_end_;
  const Snapshot* held_now_ = nullptr;  // At the step that is being told.
  std::vector<Step> steps_;
};

// "reads", "writes", "changes", "frees".
std::string verb_of(const RecordedAccess& access, Symbolizer& symbolizer);

}  // namespace interleave
