// Who holds what and who waits for what, at one moment of an execution.
#pragma once

#include <map>
#include <vector>

#include "model/run.hpp"

namespace interleave {

struct HeldObject {
  const Object* object = nullptr;
  std::vector<ThreadId> holders;
  std::vector<ThreadId> waiters;
};

// In the order in which the objects were first used; only those held or waited for.
using Snapshot = std::vector<HeldObject>;

// Which threads hold the shared side of shared mutexes.
using Readers = std::map<const Object*, std::vector<ThreadId>>;

Snapshot held_and_waited_for(const Run& run, const Readers& readers);

// The object that keeps `thread` from going on: one it sleeps on, or one that others hold. nullptr
// if there is none.
const Object* blocking_object(const Thread& thread);

}  // namespace interleave
