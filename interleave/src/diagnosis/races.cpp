// Why nothing orders the two accesses of a data race, and which locks their threads held.
#include <algorithm>

#include "diagnosis/finding.hpp"

namespace interleave {
namespace {

// Steps whose thread tells others what it did before.
bool tells(const RecordedStep& step) {
  switch (step.kind) {
    case OpKind::kUnlock:
    case OpKind::kWait:
    case OpKind::kAtomicStore:
    case OpKind::kAtomicUpdate:
    case OpKind::kCreate:
      return true;
    default:
      return false;
  }
}

const Object* object_told_through(const RecordedStep& step) {
  return step.kind == OpKind::kWait ? step.mutex : step.object;
}

// Whether `step` asks the object for what others have told it.
bool asks(const RecordedStep& step, const Object* object) {
  switch (step.kind) {
    case OpKind::kLock:
    case OpKind::kReadLock:
      return step.object == object && step.way != kTimeout;
    case OpKind::kTryLock:
    case OpKind::kTryReadLock:
      return step.object == object && !step.in_vain;
    case OpKind::kAtomicLoad:
    case OpKind::kAtomicUpdate:
      return step.object == object;
    case OpKind::kWake:
      return step.mutex == object && step.way == 0;
    default:
      return false;
  }
}

// The step by which the later thread asks for what was told in `told`, before its own access.
std::optional<std::size_t> answer_to(const Recorder& recorder, std::size_t told,
                                     const RecordedAccess& later) {
  const std::vector<RecordedStep>& steps = recorder.steps();
  const Object* object = object_told_through(steps[told]);
  for (std::size_t i = told + 1; object != nullptr && i < later.steps_before; ++i) {
    if (steps[i].thread == later.thread && asks(steps[i], object)) return i;
  }
  return std::nullopt;
}

}  // namespace

std::vector<const Object*> locks_held(const Recorder& recorder, ThreadId thread,
                                      std::size_t steps) {
  std::vector<const Object*> held;
  const auto drop = [&held](const Object* mutex) {
    const auto last = std::find(held.rbegin(), held.rend(), mutex);
    if (last != held.rend()) held.erase(std::next(last).base());
  };
  for (std::size_t i = 0; i < steps; ++i) {
    const RecordedStep& step = recorder.steps()[i];
    if (step.thread != thread) continue;
    const bool tried = step.kind == OpKind::kTryLock || step.kind == OpKind::kTryReadLock;
    const bool locked = step.kind == OpKind::kLock || step.kind == OpKind::kReadLock;
    if ((locked && step.way != kTimeout) || (tried && !step.in_vain)) held.push_back(step.object);
    if (step.kind == OpKind::kUnlock) drop(step.object);
    if (step.kind == OpKind::kWait) drop(step.mutex);
    if (step.kind == OpKind::kWake && step.way == 0) held.push_back(step.mutex);
  }
  return held;
}

WhyUnordered why_unordered(const Recorder& recorder, const RecordedAccess& earlier,
                           const RecordedAccess& later) {
  using Reason = Unordered::Reason;
  const std::vector<RecordedStep>& steps = recorder.steps();
  const auto tells_at = [&](std::size_t i) {
    return steps[i].thread == earlier.thread && tells(steps[i]);
  };
  std::optional<std::size_t> last;
  for (std::size_t i = earlier.steps_before; i < later.steps_before; ++i) {
    if (!tells_at(i)) continue;
    last = i;
    const auto asked = answer_to(recorder, i, later);
    if (asked) return {Reason::kTooWeak, i, asked};
  }
  if (last) return {Reason::kNotAsked, last, {}};
  for (std::size_t i = std::min(earlier.steps_before, steps.size()); i-- > 0;) {
    if (!tells_at(i)) continue;
    const auto asked = answer_to(recorder, i, later);
    if (asked) return {Reason::kTooEarly, i, asked};
  }
  return {};
}

}  // namespace interleave
