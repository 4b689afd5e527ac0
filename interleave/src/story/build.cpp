#include "story/build.hpp"

#include <utility>

#include "story/calls.hpp"
#include "story/fold.hpp"
#include "story/memory.hpp"
#include "story/step_builder.hpp"
#include "story/step_kinds.hpp"
#include "words/words.hpp"

namespace interleave {
namespace {

class Builder {
 public:
  Builder(const Run& run, const Recorder& recorder, const Finding& finding, Symbolizer& symbolizer)
      : run_(run),
        recorder_(recorder),
        finding_(finding),
        lines_(symbolizer, recorder),
        objects_(recorder),
        steps_(run, recorder, finding, lines_, objects_) {
    const Breakdown* breakdown = finding.kind ? &finding.breakdown : nullptr;
    objects_.note_uses(run, recorder, breakdown, symbolizer);
  }

  Story build() {
    story_.kind = finding_.kind;
    for (const Thread* thread : run_.threads) {
      story_.threads.emplace_back().name = name_of(*thread);
    }
    story_.steps = steps_.build();
    story_.diagnosis.cycle_steps = fold_repetitions(story_.steps);
    story_.steps = steps_.build_failing_step(std::move(story_.steps));
    const Snapshot at_end = recorder_.snapshot(run_);
    for (const Thread* thread : run_.threads) end_of(*thread, at_end);
    story_.end = objects_.states_of(at_end);
    if (finding_.earlier != nullptr) add_race();
    if (finding_.missed) add_missed(*finding_.missed);
    if (finding_.kind) diagnose();
    objects_.name_all(story_);
    put_into_words(story_);
    return std::move(story_);
  }

 private:
  static std::string name_of(const Thread& thread) {
    return thread.name.empty() ? "thread " + std::to_string(thread.id) : thread.name;
  }

  void end_of(const Thread& thread, const Snapshot& at_end) {
    StoryThread& told = story_.threads[thread.id];
    told.stuck = finding_.stuck[thread.id];
    if (thread.exited) return;
    const auto outside = lines_.call_it_waits_in(thread);
    if (outside) told.waits_in = outside->text;
    const std::vector<Location> lines = lines_.of(thread);
    told.source = Lines::last(lines);
    told.next = kind_of(thread.pending);
    told.state = state_of(thread);
    const Operation& pending = thread.pending;
    if (told.state == ThreadEnd::kJoins) {
      if (!run_.threads[pending.other]->exited) {
        told.waits_for_threads.push_back(pending.other);
      }
      return;
    }
    if (told.state == ThreadEnd::kWantsMutexBack)
      told.condition = objects_.index_of(pending.object);
    const bool holds_nothing = blocking_object(thread) == nullptr;
    const Object* object = told.state == ThreadEnd::kWantsMutexBack ? pending.mutex
                           : told.state == ThreadEnd::kWaitsForLock ? pending.object
                                                                    : blocking_object(thread);
    if (object == nullptr) return;
    told.waits_for_object = objects_.index_of(*object);
    told.ever_notified = object->last_notifier != kNobody;
    if (holds_nothing) return;
    for (const HeldObject& held : at_end) {
      if (held.object != object) continue;
      told.waits_for_threads.assign(held.holders.begin(), held.holders.end());
    }
    const bool by_itself = told.waits_for_threads == std::vector<std::size_t>{thread.id};
    if (by_itself) told.caller = caller_in(lines);
  }

  // Where the innermost function was called, unless a test called it, or code that is told from
  // outside.
  static Source caller_in(const std::vector<Location>& lines) {
    if (lines.size() < 3 || is_told_as_call(lines[lines.size() - 2])) return {};
    return lines[lines.size() - 2].source;
  }

  static ThreadEnd state_of(const Thread& thread) {
    switch (thread.pending.kind) {
      case OpKind::kLock:
      case OpKind::kReadLock:
        return ThreadEnd::kWaitsForLock;
      case OpKind::kWake:
        return thread.notified || thread.timed_out ? ThreadEnd::kWantsMutexBack
                                                   : ThreadEnd::kAsleep;
      case OpKind::kFutexAwake:
      case OpKind::kTake:
        return ThreadEnd::kAsleep;
      case OpKind::kJoin:
        return ThreadEnd::kJoins;
      case OpKind::kSleep:
        return ThreadEnd::kSleeps;
      case OpKind::kOnce:
        return ThreadEnd::kWaitsForInitialisation;
      default:
        return ThreadEnd::kCanGoOn;
    }
  }

  void add_race() {
    for (const RecordedAccess* access : {finding_.earlier, finding_.later}) {
      StoryAccess told;
      told.thread = access->thread;
      told.verb = verb_of(*access, lines_.symbolizer());
      for (const Object* lock : locks_held(recorder_, access->thread, access->steps_before)) {
        told.held.push_back(objects_.index_of(*lock));
      }
      const std::vector<Location> lines = lines_.symbolizer().user_lines(access->stack);
      for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
        told.calls.push_back(line->source);
        told.calls.back().text = statement_at(*line);
      }
      story_.accesses.push_back(std::move(told));
    }
    Diagnosis& diagnosis = story_.diagnosis;
    diagnosis.after_free = finding_.breakdown.race->after_free;
    diagnosis.variable = racing_variable(recorder_);
    story_.memory = memory_in_words(run_, recorder_, finding_, story_, lines_);
    if (finding_.unordered) diagnosis.unordered = unordered(*finding_.unordered);
  }

  Unordered unordered(const WhyUnordered& why) {
    Unordered told;
    told.reason = why.reason;
    if (why.told) told.told = steps_.step_of(*why.told);
    if (why.asked) told.asked = steps_.step_of(*why.asked);
    const auto is_relaxed = [](const std::optional<Step>& step) {
      return step && step->source.text.find("relaxed") != std::string::npos;
    };
    told.told_relaxed = is_relaxed(told.told);
    told.asked_relaxed = is_relaxed(told.asked);
    return told;
  }

  // Nothing where they are on several lines: any of them may be the one.
  Source common_place(const std::vector<Stack>& stacks) {
    const Source first = Lines::last(lines_.of(stacks.front()));
    for (const Stack& stack : stacks) {
      const Source other = Lines::last(lines_.of(stack));
      if (other.file != first.file || other.line != first.line) return {};
    }
    return first;
  }

  void add_missed(const Missed& found) {
    MissedWakeup missed;
    missed.sleeper = found.sleeper;
    missed.condition = objects_.index_of(*found.condition);
    missed.while_asleep = found.while_asleep;
    missed.notified_after = found.notified_after_change;
    missed.between_look_and_sleep = found.between_look_and_sleep;
    missed.notified_instead = objects_.index_of(found.notified_instead);
    if (found.change) {
      missed.maker = found.change->by;
      missed.made_true = common_place(found.change->places);
    }
    if (found.notification) {
      const RecordedStep& step = recorder_.steps()[*found.notification];
      missed.notifier = step.thread;
      missed.notified = Lines::last(lines_.of_step(*found.notification));
      missed.woken.assign(step.woken.begin(), step.woken.end());
    }
    story_.diagnosis.missed = missed;
  }

  void diagnose() {
    Diagnosis& diagnosis = story_.diagnosis;
    const Breakdown& breakdown = finding_.breakdown;
    diagnosis.message = breakdown.message;
    diagnosis.exception_type = breakdown.exception_type;
    diagnosis.advice = breakdown.advice;
    diagnosis.steps = run_.steps;
    diagnosis.unjoined = finding_.unjoined;
    diagnosis.whole_sentence = !breakdown.step.empty();
    diagnosis.invariant = breakdown.invariant;
    diagnosis.by_framework = !breakdown.file.empty();
    diagnosis.object = objects_.index_of(breakdown.object);
    if (breakdown.user != kNobody && breakdown.user != finding_.thread) {
      diagnosis.user = breakdown.user;
    }
    if (finding_.thread == kNobody) return;
    diagnosis.thread = finding_.thread;
    const Thread& thread = *run_.threads[finding_.thread];
    diagnosis.place = Lines::last(lines_.of(thread));
    if (!diagnosis.invariant.empty() && !story_.steps.empty()) {
      diagnosis.place = story_.steps.back().source;
    }
    if (diagnosis.by_framework) diagnosis.place = {breakdown.file, breakdown.line, "", ""};
    diagnosis.only_reads = finding_.only_reads && diagnosis.cycle_steps == 1;
    if (diagnosis.only_reads) diagnosis.object = objects_.index_of(thread.pending.object);
  }

  const Run& run_;
  const Recorder& recorder_;
  const Finding& finding_;
  Lines lines_;
  StoryObjects objects_;
  StepBuilder steps_;
  Story story_;
};

}  // namespace

Story build_story(const Run& run, const Recorder& recorder, const Finding& finding,
                  Symbolizer& symbolizer) {
  return Builder(run, recorder, finding, symbolizer).build();
}

}  // namespace interleave
