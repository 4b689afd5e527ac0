#include "story/step_builder.hpp"

#include <utility>

#include "story/calls.hpp"
#include "story/source_names.hpp"
#include "story/step_kinds.hpp"

namespace interleave {
namespace {

constexpr std::size_t kCodeCharactersMax = 72;

std::vector<std::size_t> to_indices(const std::vector<ThreadId>& threads) {
  return {threads.begin(), threads.end()};
}

}  // namespace

std::string verb_of(const RecordedAccess& access, Symbolizer& symbolizer) {
  if (access.kind == AccessKind::kFree) return "frees";
  const std::vector<Location> lines = symbolizer.user_lines(access.stack);
  const bool is_plain = !lines.empty() && symbolizer.is_user_code(access.stack.back());
  if (is_plain && changes_in_place(lines.back())) return "changes";
  return access.kind == AccessKind::kRead ? "reads" : "writes";
}

StepBuilder::StepBuilder(const Run& run, const Recorder& recorder, const Finding& finding,
                         Lines& lines, StoryObjects& objects)
    : run_(run),
      recorder_(recorder),
      finding_(finding),
      lines_(lines),
      objects_(objects),
      shown_(choose_steps(recorder, finding, lines.symbolizer())),
      last_calls_(run.threads.size()),
      outside_(run.threads.size()),
      asleep_since_(run.threads.size()),
      held_at_end_(recorder.snapshot(run)) {}

std::vector<Step> StepBuilder::build() {
  const std::vector<RecordedStep>& steps = recorder_.steps();
  const RecordedAccess* earlier = finding_.earlier;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    held_now_ = &steps[i].held;
    if (earlier != nullptr && i == earlier->steps_before) add_access(*earlier);
    if (steps[i].output.empty()) {
      build_step(i);
    } else {
      note_printed(steps[i]);
    }
  }
  held_now_ = &held_at_end_;
  if (earlier != nullptr && earlier->steps_before == steps.size()) add_access(*earlier);
  return std::move(steps_);
}

std::vector<Step> StepBuilder::build_failing_step(std::vector<Step> steps) {
  steps_ = std::move(steps);
  if (finding_.kind) add_failing_step();
  add_printed();
  return std::move(steps_);
}

// It is told with the next step of its thread, or by itself where another's comes before.
void StepBuilder::note_printed(const RecordedStep& step) {
  if (printed_.thread != step.thread) add_printed();
  printed_.thread = step.thread;
  printed_.text += step.output;
}

void StepBuilder::add_printed() {
  if (printed_.text.empty()) return;
  Step step;
  step.thread = printed_.thread;
  step.kind = StepKind::kPrints;
  add(std::move(step), {});
}

void StepBuilder::build_step(std::size_t recorded) {
  const RecordedStep& step = recorder_.steps()[recorded];
  const std::vector<Location>& lines = lines_.of_step(recorded);
  const bool sleeps = step.kind == OpKind::kWait || step.kind == OpKind::kFutexWait;
  if (sleeps) time_asleep(step);
  if (shown_[recorded] == Shown::kBookkeeping) return;
  const bool inside = step.kind != OpKind::kStart && step.kind != OpKind::kExit &&
                      step.kind != OpKind::kCreate && step.kind != OpKind::kJoin;
  if (inside) add_call(step.thread, step.stack, lines);
  // Of a wrong result all that happened may matter.
  const bool is_first = steps_.empty() && (finding_.kind == FailureKind::kWrongResult ||
                                           finding_.kind == FailureKind::kNeverEnds);
  const bool follows_another = !steps_.empty() && steps_.back().thread != step.thread;
  const bool in_between = shown_[recorded] == Shown::kFolded && (is_first || follows_another);
  if (follow_outside(step)) return add_step_outside(step, lines);
  if (!in_between && shown_[recorded] != Shown::kYes) return;
  Step told = step_of(recorded);
  if (in_between) told.kind = StepKind::kLocksAndUnlocks;
  const bool goes_on = told.kind == StepKind::kGoesOn || told.kind == StepKind::kWakesFrom;
  if (goes_on && told.outcome != Outcome::kNotAsked) told.asleep_ns = time_asleep(step);
  add(std::move(told), lines);
}

Step StepBuilder::step_of(std::size_t recorded) {
  const RecordedStep& step = recorder_.steps()[recorded];
  Step told;
  told.thread = step.thread;
  told.kind = kind_of(step);
  told.outcome = outcome_of(step);
  told.object = objects_.index_of(step.object);
  told.mutex = objects_.index_of(step.mutex);
  if (step.other != kNobody) told.other = step.other;
  told.woken = to_indices(step.woken);
  told.asleep = step.waiters;
  if (step.kind == OpKind::kChoose) told.count = step.way;
  told.time_ns = step.now;
  if (told.kind == StepKind::kSleeps) told.until_ns = step.deadline;
  if (told.kind == StepKind::kSetsWallClock) told.until_ns = step.wall_clock_move;
  told.text = step.words;
  told.source = Lines::last(lines_.of_step(recorded));
  told.mark = mark_of(finding_, recorded);
  return told;
}

// A thread that is in another call of the test than at its step before gets a line that says so.
void StepBuilder::add_call(ThreadId thread, const Stack& stack,
                           const std::vector<Location>& lines) {
  if (lines.size() < 2) {
    last_calls_[thread] = {};
    return;
  }
  const OutermostCall call = lines_.symbolizer().outermost_call(stack);
  if (call == last_calls_[thread]) return;
  last_calls_[thread] = call;
  Step step;
  step.thread = thread;
  step.kind = StepKind::kCalls;
  step.text = call_text_without_long_arguments(lines[0], lines[1].source.function);
  step.source = lines[0].source;
  step.is_call = true;
  step.before = objects_.states_of(*held_now_);
  steps_.push_back(std::move(step));
}

void StepBuilder::add(Step step, const std::vector<Location>& lines) {
  if (printed_.thread != step.thread) add_printed();
  step.source = Lines::last(lines);
  step.inside_call = lines.size() > 1;
  step.output = std::exchange(printed_, {}).text;
  step.before = objects_.states_of(*held_now_);
  steps_.push_back(std::move(step));
}

// Keeps up with the call to code told from outside that the thread of `step` is in. Returns false
// if it is in none.
bool StepBuilder::follow_outside(const RecordedStep& step) {
  LastOutside& last = outside_[step.thread];
  std::optional<OutsideCall> call = lines_.symbolizer().outside_call(step.stack);
  if (!call) {
    last = {};
    return false;
  }
  // One call comes to a place once, or waits there once more.
  const bool waits = step.kind == OpKind::kWait || step.kind == OpKind::kWake;
  const bool is_new = call->callers != last.call.callers || (step.stack == last.first && !waits);
  if (is_new) last = {std::move(*call), step.stack};
  return true;
}

// Of a call to code that is told from outside: that it is made, when its thread waits in it, and
// what it says itself.
void StepBuilder::add_step_outside(const RecordedStep& recorded,
                                   const std::vector<Location>& lines) {
  LastOutside& last = outside_[recorded.thread];
  const bool was_told = std::exchange(last.is_told, true);
  const bool times_out = recorded.kind == OpKind::kWake && recorded.way == kTimeout;
  const bool had_timed_out = std::exchange(last.timed_out, times_out);
  Step step;
  step.thread = recorded.thread;
  step.time_ns = recorded.now;
  step.object = objects_.index_of(recorded.object);
  Step call = step;
  call.kind = StepKind::kCalls;
  call.text = last.call.text;
  if (!was_told) add(call, lines);
  if (recorded.kind == OpKind::kWait) {
    // That it is made need not be said before.
    const Step& before = steps_.back();
    if (before.thread == recorded.thread && before.text == last.call.text &&
        before.kind == StepKind::kCalls) {
      printed_ = {recorded.thread, before.output + printed_.text};
      steps_.pop_back();
    }
    step.kind = StepKind::kWaits;
    step.waits_in = last.call.text;
    add(std::move(step), lines);
  } else if (recorded.kind == OpKind::kWake && !had_timed_out) {
    step.kind = StepKind::kGoesOn;
    step.waits_in = last.call.text;
    step.asleep_ns = time_asleep(recorded);
    add(std::move(step), lines);
  } else if (!recorded.words.empty()) {
    step.kind = StepKind::kTells;
    step.text = recorded.words;
    add(std::move(step), lines);
  }
}

// How long it has been asleep, where it has a limit.
std::int64_t StepBuilder::time_asleep(const RecordedStep& step) {
  const Nanoseconds since = std::exchange(asleep_since_[step.thread], step.now);
  return step.deadline == kNever ? 0 : step.now - since;
}

void StepBuilder::add_access(const RecordedAccess& access) {
  const std::vector<Location> lines = lines_.of(access.stack);
  add_call(access.thread, access.stack, lines);
  Step step;
  step.thread = access.thread;
  step.kind = StepKind::kAccesses;
  step.verb = verb_of(access, lines_.symbolizer());
  step.text = lines.empty() ? "?" : statement_at(lines.back(), kCodeCharactersMax);
  if (!finding_.breakdown.race->after_free) step.mark = Mark::kRace;
  add(std::move(step), lines);
}

void StepBuilder::add_failure(const Thread& thread, std::string text,
                              const std::vector<Location>& lines) {
  Step step;
  step.thread = thread.id;
  step.kind = StepKind::kFails;
  step.text = std::move(text);
  if (finding_.thread != kNobody) step.other = finding_.thread;
  step.object = objects_.index_of(finding_.breakdown.object);
  add(std::move(step), lines);
}

// By the step that was told last, unless that is too small to be told.
void StepBuilder::mark_breaking_step() {
  const bool is_told = !steps_.empty() && steps_.back().thread == finding_.thread &&
                       !shown_.empty() && shown_.back() == Shown::kYes;
  if (!is_told) {
    const std::size_t steps = recorder_.steps().size();
    const Thread& thread = *run_.threads[finding_.thread];
    add_failure(thread, "goes on",
                steps == 0 ? std::vector<Location>{} : lines_.of_step(steps - 1));
  }
  steps_.back().mark = Mark::kBreaks;
}

// What the failing thread was about.
void StepBuilder::add_failing_step() {
  if (finding_.later != nullptr) return add_access(*finding_.later);
  if (finding_.thread == kNobody) return;
  const Breakdown& breakdown = finding_.breakdown;
  const bool left_behind = finding_.kind == FailureKind::kThreadLeftBehind;
  const Thread& thread = left_behind ? *run_.running : *run_.threads[finding_.thread];
  const std::vector<Location> lines = lines_.of(thread);
  switch (*finding_.kind) {
    case FailureKind::kWrongResult:
      if (!breakdown.invariant.empty()) return mark_breaking_step();
      if (!breakdown.file.empty()) {
        add_failure(thread, "the assertion fails", {});
        steps_.back().source = {breakdown.file, breakdown.line, "", ""};
      } else {
        add_failure(thread, breakdown.step.empty() ? "the assertion fails" : breakdown.step, lines);
      }
      return;
    case FailureKind::kCrash:
      add_call(thread.id, Recorder::stack_of(thread, thread.pc), lines);
      add_failure(thread,
                  breakdown.exception_type.empty() ? breakdown.message
                                                   : "throws " + breakdown.exception_type,
                  lines);
      return;
    case FailureKind::kThreadLeftBehind:
      add_failure(thread, finding_.unjoined ? "does not join" : "ends, and leaves behind",
                  finding_.unjoined ? lines : std::vector<Location>{});
      return;
    case FailureKind::kMisuse:
      return add_failure(thread, breakdown.message, lines);
    default:
      return;
  }
}

}  // namespace interleave
