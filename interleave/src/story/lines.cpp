#include "story/lines.hpp"

namespace interleave {

Lines::Lines(Symbolizer& symbolizer, const Recorder& recorder) : symbolizer_(symbolizer) {
  for (const RecordedStep& step : recorder.steps()) {
    steps_.push_back(symbolizer_.told_lines(step.stack));
  }
}

std::vector<Location> Lines::of(const Thread& thread) {
  return of(Recorder::stack_of(thread, thread.pc));
}

Source Lines::last(const std::vector<Location>& lines) {
  return lines.empty() ? Source{} : lines.back().source;
}

std::optional<OutsideCall> Lines::call_it_waits_in(const Thread& thread) {
  switch (thread.pending.kind) {
    case OpKind::kLock:
    case OpKind::kWake:
    case OpKind::kSleep:
      return symbolizer_.outside_call(Recorder::stack_of(thread, thread.pc));
    default:
      return std::nullopt;
  }
}

}  // namespace interleave
