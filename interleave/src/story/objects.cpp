// The part of a story that is data rather than words: who holds what, and who waits for whom.
#include <algorithm>

#include "story/teller.hpp"

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
    default:
      return "atomic";
  }
}

}  // namespace

std::size_t Teller::index_of(const Object& object) {
  const auto found = std::find(objects_.begin(), objects_.end(), &object);
  const auto index = static_cast<std::size_t>(found - objects_.begin());
  if (found == objects_.end()) objects_.push_back(&object);
  return index;
}

std::vector<ObjectState> Teller::states_of(const Snapshot& snapshot) {
  std::vector<ObjectState> states;
  for (const HeldObject& held : snapshot) {
    states.push_back({index_of(*held.object),
                      {held.holders.begin(), held.holders.end()},
                      {held.waiters.begin(), held.waiters.end()}});
  }
  return states;
}

void Teller::tell_what_it_waits_for(const Thread& thread) {
  StoryThread& told = failure_.story.threads[thread.id];
  if (thread.exited) return;
  if (thread.pending.kind == OpKind::kJoin) {
    if (!execution_.threads()[thread.pending.other]->exited) {
      told.waits_for_threads.push_back(thread.pending.other);
    }
    return;
  }
  const Object* object = blocking_object(thread);
  if (object == nullptr) return;
  told.waits_for_object = index_of(*object);
  for (const HeldObject& held : held_at_end_) {
    if (held.object != object) continue;
    told.waits_for_threads.assign(held.holders.begin(), held.holders.end());
  }
}

// Names come last: two objects of one name are numbered in the order in which the words of the
// story speak of them.
void Teller::tell_objects() {
  for (const Object* object : objects_) {
    failure_.story.objects.push_back({object_name(object), kind_name(object->kind)});
  }
}

}  // namespace interleave
