#include "story/objects.hpp"

#include <algorithm>

namespace interleave {
namespace {

const char* kind_name(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::kMutex:
      return "mutex";
    case ObjectKind::kSharedMutex:
      return "shared mutex";
    case ObjectKind::kCondition:
      return "condition variable";
    case ObjectKind::kMemory:
      return "variable";
    case ObjectKind::kSemaphore:
      return "semaphore";
    case ObjectKind::kBarrier:
      return "barrier";
    default:
      return "atomic";
  }
}

}  // namespace

std::size_t StoryObjects::index_of(const Object& object) {
  const auto found = std::find(objects_.begin(), objects_.end(), &object);
  const auto index = static_cast<std::size_t>(found - objects_.begin());
  if (found == objects_.end()) objects_.push_back(&object);
  return index;
}

std::optional<std::size_t> StoryObjects::index_of(const Object* object) {
  if (object == nullptr) return std::nullopt;
  return index_of(*object);
}

std::vector<ObjectState> StoryObjects::states_of(const Snapshot& snapshot) {
  std::vector<ObjectState> states;
  for (const HeldObject& held : snapshot) {
    states.push_back({index_of(*held.object),
                      {held.holders.begin(), held.holders.end()},
                      {held.waiters.begin(), held.waiters.end()}});
  }
  return states;
}

void StoryObjects::note_uses(const Run& run, const Recorder& recorder, const Breakdown* breakdown,
                             Symbolizer& symbolizer) {
  const auto note = [&](const Object* object, OpKind operation, const Stack& stack) {
    const std::vector<Location> lines = symbolizer.user_lines(stack);
    if (object != nullptr && !lines.empty()) names_.note_use(*object, operation, lines.back());
  };
  for (const RecordedStep& step : recorder.steps()) {
    const bool waits_again = step.kind == OpKind::kWake || step.kind == OpKind::kFutexAwake;
    if (!waits_again) note(step.object, step.kind, step.stack);
  }
  if (breakdown != nullptr && breakdown->object != nullptr) {  // No step may have used it yet.
    const Thread& thread = *run.threads[breakdown->thread];
    note(breakdown->object, thread.pending.kind, Recorder::stack_of(thread, thread.pc));
  }
  for (const Thread* thread : run.threads) {
    if (thread->exited) continue;
    note(thread->pending.object, thread->pending.kind, Recorder::stack_of(*thread, thread->pc));
  }
}

void StoryObjects::name(Story& story, std::optional<std::size_t> index) {
  if (!index || !story.objects[*index].name.empty()) return;
  const Object& object = *objects_[*index];
  story.objects[*index] = {names_.of(object), kind_name(object.kind)};
}

void StoryObjects::name_all(Story& story) {
  story.objects.resize(objects_.size());
  for (const Step& step : story.steps) {
    name(story, step.object);
    name(story, step.mutex);
  }
  for (const StoryThread& thread : story.threads) {
    name(story, thread.waits_for_object);
    name(story, thread.condition);
  }
  for (std::size_t i = 0; i < objects_.size(); ++i) name(story, i);
}

}  // namespace interleave
