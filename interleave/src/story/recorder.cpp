#include "story/recorder.hpp"

#include <algorithm>

#include "output.hpp"

namespace interleave {

Stack Recorder::stack_of(const Thread& thread, const void* pc) {
  const std::size_t depth = std::min(thread.calls.depth, CallStack::kFramesMax);
  Stack stack(thread.calls.frames.get(), thread.calls.frames.get() + depth);
  if (pc != nullptr) stack.push_back(pc);
  return stack;
}

void Recorder::before(const Execution& execution, const Thread& thread, Way way) {
  const Operation& pending = thread.pending;
  RecordedStep step;
  step.thread = thread.id;
  step.kind = pending.kind;
  step.way = way;
  step.other = pending.other;
  step.object = pending.object;
  step.mutex = pending.mutex;
  step.now = execution.now();
  step.deadline = pending.deadline.at;
  step.awaits_others = thread.awaits_others;
  step.wall_clock_move = thread.wall_clock_move;
  step.stack = stack_of(thread, thread.pc);
  if (pending.object != nullptr) {
    const Object& object = *pending.object;
    step.waiters = static_cast<std::uint32_t>(object.waiters.size());
    const bool wakes_one = pending.kind == OpKind::kNotifyOne ||
                           (pending.kind == OpKind::kFutexWake && pending.alternatives == 1);
    if (wakes_one && way < object.waiters.size()) step.woken = object.waiters[way];
    step.in_vain = object.owner != kNobody && !object.recursive &&
                   (pending.kind == OpKind::kTryLock || pending.kind == OpKind::kTryReadLock);
    if (pending.kind == OpKind::kTryTake) step.in_vain = object.count == 0;
  }
  step.held = snapshot(execution);
  steps_.push_back(std::move(step));
  note_readers(thread, way);
}

// Only the thread that runs can have printed since somebody was asked last.
void Recorder::note_output(const Thread& printer) {
  std::string text = ProgramOutput::take();
  if (text.empty()) return;
  RecordedStep step;
  step.thread = printer.id;
  step.kind = OpKind::kChoose;
  step.now = current_execution->now();
  step.held = snapshot(*current_execution);
  step.output = std::move(text);
  steps_.push_back(std::move(step));
}

Snapshot Recorder::snapshot(const Execution& execution) const {
  return held_and_waited_for(execution, readers_);
}

// An object counts its readers, and does not say who they are.
void Recorder::note_readers(const Thread& thread, Way way) {
  const Operation& pending = thread.pending;
  const bool reads = pending.kind == OpKind::kReadLock || pending.kind == OpKind::kTryReadLock;
  if (reads && way != kTimeout && !steps_.back().in_vain) {
    readers_[pending.object].push_back(thread.id);
  } else if (pending.kind == OpKind::kUnlock && !pending.object->readers.empty()) {
    std::vector<ThreadId>& readers = readers_[pending.object];
    const auto found = std::find(readers.begin(), readers.end(), thread.id);
    if (found != readers.end()) readers.erase(found);
  }
}

void Recorder::access(Execution& execution, const void* address, std::size_t bytes, AccessKind kind,
                      const void* pc) {
  const Thread& me = execution.self();
  RecordedAccess& access = accesses_[{me.id, address, pc, kind}];
  const bool seen_just_now = access.number != 0 && access.steps_before == steps_.size();
  access.number = ++accesses_made_;
  if (seen_just_now) return;
  access.thread = me.id;
  access.kind = kind;
  access.address = address;
  access.bytes = bytes;
  access.steps_before = steps_.size();
  access.stack = stack_of(me, pc);
}

void Recorder::block(const Execution& execution, const Block& block) {
  blocks_.push_back({block, stack_of(*execution.threads()[block.thread], block.pc)});
}

void Recorder::say(Execution& execution, std::string_view does, const void* pc) {
  Thread& me = execution.self();
  unwind(me);  // Tells of what was printed before, too.
  RecordedStep step;
  step.thread = me.id;
  step.kind = OpKind::kChoose;
  step.now = execution.now();
  step.stack = stack_of(me, pc);
  step.held = snapshot(execution);
  step.words = does;
  steps_.push_back(std::move(step));
}

void Recorder::note_failure(const Execution& execution) {
  const std::optional<Race>& race = execution.breakdown()->race;
  const void* address = nullptr;
  if (race) {
    const RacingAccesses accesses = accesses_of(*race);
    if (accesses.later != nullptr) {
      address = std::max(accesses.earlier->address, accesses.later->address);
    }
  }
  sightings_.note_failure(execution, address, blocks_);
  const Thread* me = execution.thread_with_stack(__builtin_frame_address(0));
  note_output(me == nullptr ? *execution.threads()[0] : *me);
}

const RecordedBlock* Recorder::block_around(const void* address) const {
  const auto* at = static_cast<const char*>(address);
  const auto found = std::find_if(blocks_.rbegin(), blocks_.rend(), [at](const RecordedBlock& one) {
    const auto* begin = static_cast<const char*>(one.block.address);
    return at >= begin && at < begin + one.block.bytes;
  });
  return found == blocks_.rend() ? nullptr : &*found;
}

const RecordedAccess* Recorder::last_access(ThreadId thread, AccessKind kind, const void* address,
                                            std::size_t bytes, const RecordedAccess* except) const {
  const auto* at = static_cast<const char*>(address);
  const RecordedAccess* last = nullptr;
  for (const auto& [key, access] : accesses_) {
    if (&access == except || access.thread != thread || access.kind != kind) continue;
    const auto* begin = static_cast<const char*>(access.address);
    const bool overlaps = at + bytes > begin && at < begin + access.bytes;
    if (overlaps && (last == nullptr || access.number > last->number)) last = &access;
  }
  return last;
}

// Beside each other in one granule may be two variables: the earlier access is one that meets the
// later, which is the last that its thread made.
Recorder::RacingAccesses Recorder::accesses_of(const Race& race) const {
  const RecordedAccess* later =
      last_access(race.later_thread, race.later, race.address, 1, nullptr);
  if (later == nullptr) return {};
  const RecordedAccess* earlier =
      last_access(race.earlier_thread, race.earlier, later->address, later->bytes, later);
  return earlier == nullptr ? RacingAccesses{} : RacingAccesses{earlier, later};
}

}  // namespace interleave
