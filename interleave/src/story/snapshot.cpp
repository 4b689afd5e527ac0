#include "story/snapshot.hpp"

#include <algorithm>

namespace interleave {

const Object* blocking_object(const Thread& thread) {
  const Operation& pending = thread.pending;
  if (thread.exited) return nullptr;
  const bool asleep = !thread.notified && !thread.timed_out;
  if (waits_to_take(pending.kind)) {
    return can_have(pending, thread.id) ? nullptr : pending.object;
  }
  switch (pending.kind) {
    case OpKind::kWake:
      if (asleep) return pending.object;
      return pending.mutex->is_free_for(thread.id) ? nullptr : pending.mutex;
    case OpKind::kFutexAwake:
      return asleep ? pending.object : nullptr;
    default:
      return nullptr;
  }
}

Snapshot held_and_waited_for(const Run& run, const Readers& readers) {
  std::vector<std::vector<ThreadId>> waiters(run.objects.size());
  for (const Thread* thread : run.threads) {
    const Object* object = blocking_object(*thread);
    if (object != nullptr) waiters[object->number].push_back(thread->id);
  }
  Snapshot snapshot;
  for (std::size_t number = 0; number < waiters.size(); ++number) {
    const Object& object = run.objects.numbered(number);
    HeldObject held{&object, {}, std::move(waiters[number])};
    if (object.owner != kNobody) held.holders.push_back(object.owner);
    const auto shared = readers.find(&object);
    if (shared != readers.end() && !object.readers.empty()) held.holders = shared->second;
    if (!held.holders.empty() || !held.waiters.empty()) snapshot.push_back(std::move(held));
  }
  return snapshot;
}

}  // namespace interleave
