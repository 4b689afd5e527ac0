// Synchronisation objects: what the explorer knows of each mutex, condition variable, atomic, futex
// word and once flag that the program uses.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "model/operation.hpp"
#include "model/surroundings.hpp"
#include "model/vector_clock.hpp"

namespace interleave {

enum class ObjectKind : std::uint8_t {
  kMutex,
  kSharedMutex,
  kCondition,
  kMemory,  // A variable that several threads use at once, where races are choices.
  kSemaphore,
  kBarrier,
  kAtomic,  // Also a futex word or a once flag: a place in memory somebody may sleep on.
};

struct Object {
  ObjectKind kind = ObjectKind::kMutex;
  std::uint32_t number = 0;  // Its number in this execution, from 0.
  const void* address = nullptr;
  std::uint64_t key = 0;  // Its name in all schedules of an exploration.

  // Mutexes, and once flags while the function runs.
  ThreadId owner = kNobody;
  std::uint32_t depth = 0;        // How often the owner of a recursive mutex holds it.
  std::vector<ThreadId> readers;  // Who holds the shared side; as often as they took it.
  bool recursive = false;
  // Whether `thread` can have it for itself.
  bool is_free_for(ThreadId thread) const {
    if (!readers.empty()) return false;
    return owner == kNobody || (recursive && owner == thread);
  }
  bool done = false;  // Once flags: the function has run.

  std::uint32_t count = 0;  // Semaphores: what can be taken. Barriers: who has arrived.

  bool is_phase = false;      // Atomics: a barrier changes it when all have arrived.
  std::uint32_t version = 0;  // Atomics: how often the value has changed.

  // Condition variables and futexes, in the order in which they fell asleep.
  std::vector<ThreadId> waiters;

  // What an acquiring thread learns: all that happened before the last release.
  VectorClock released;
  VectorClock released_by_readers;  // Shared mutexes: a reader's unlock tells the next writer only.
  VectorClock released_by_hand;     // Atomics that are a lock: what their library says it tells.

  VectorClock used;  // When each thread used it last, leaving a wait aside.

  // The last notification, to tell a lost wake-up from other deadlocks.
  ThreadId last_notifier = kNobody;
  ThreadId last_woken = kNobody;  // kNobody: nobody waited.
  bool last_woke_all = false;
};

// Whether the object of `operation`, which is of `thread`, has what it takes.
inline bool can_have(const Operation& operation, ThreadId thread) {
  const Object& object = *operation.object;
  switch (traits(operation.kind).takes) {
    case Takes::kLock:
      return object.is_free_for(thread);
    case Takes::kSharedLock:
    case Takes::kOnce:
      return object.owner == kNobody;
    case Takes::kCount:
      return object.count > 0;
    case Takes::kNothing:
      break;
  }
  return true;
}

// Finds objects by address. An execution starts with none; storage is kept for the next.
class ObjectTable {
 public:
  // `surroundings` must outlive it.
  explicit ObjectTable(const Surroundings& surroundings);

  void clear();

  // Returns the object at `address`, made new if there is none or one of another kind.
  Object& at(const void* address, ObjectKind kind) {
    const Entry& entry = entry_of(address);
    const bool known = entry.generation == generation_ && entry.object != nullptr;
    if (known && entry.object->kind == kind) [[likely]]
      return *entry.object;
    return make(address, kind);
  }

  // Returns nullptr when there is none.
  Object* find(const void* address);

  // The objects of this execution by their numbers, from 0 to size() - 1, those that are no more
  // among them.
  std::size_t size() const { return used_; }
  const Object& numbered(std::size_t number) const { return objects_[number]; }

  // The object is no more: whatever comes to its address is another.
  void forget(const void* address);

  // Returns true until another comes there.
  bool was_forgotten(const void* address);

 private:
  struct Entry {
    const void* address = nullptr;
    Object* object = nullptr;
    std::uint32_t generation = 0;
  };

  static std::size_t hash(const void* address) {
    return (reinterpret_cast<std::uintptr_t>(address) >> 2) * 0x9E3779B97F4A7C15u >> 20;
  }

  Entry& entry_of(const void* address) {
    const std::size_t mask = entries_.size() - 1;
    for (std::size_t i = hash(address) & mask;; i = (i + 1) & mask) {
      Entry& entry = entries_[i];
      if (entry.generation != generation_ || entry.address == address) return entry;
    }
  }

  Object& make(const void* address, ObjectKind kind);
  void grow();

  const Surroundings& surroundings_;
  std::vector<Entry> entries_;  // Open addressing; the size is a power of two.
  std::deque<Object> objects_;  // The first used_ belong to this execution.
  std::size_t used_ = 0;
  std::uint32_t generation_ = 1;  // Entries of another generation are empty.
};

}  // namespace interleave
