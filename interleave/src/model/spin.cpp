#include "model/spin.hpp"

#include <algorithm>
#include <cstddef>

namespace interleave {
namespace {

bool sees_the_same(const Thread& thread) {
  return thread.watched != nullptr && thread.watched->version == thread.watched_version;
}

// The place in the program from which the thread looks: its pc may lie in a function of the library
// that many places call.
std::uintptr_t place_of(const Thread& thread) {
  constexpr std::size_t kCallersMax = 4;
  auto place = reinterpret_cast<std::uintptr_t>(thread.pc);
  const std::size_t depth = std::min(thread.calls.depth, CallStack::kFramesMax);
  for (std::size_t i = depth - std::min(depth, kCallersMax); i < depth; ++i) {
    place = place * 0x9E3779B97F4A7C15u + reinterpret_cast<std::uintptr_t>(thread.calls.frames[i]);
  }
  return place;
}

}  // namespace

void begin_look(Thread& thread, const Object& object) {
  thread.looks_from = place_of(thread);
  const bool same_place = thread.watched == &object && thread.watched_at == thread.looks_from;
  thread.looks_in_vain = same_place ? thread.spins + 1 : 0;
  thread.spins = sees_the_same(thread) ? thread.looks_in_vain : 0;
}

void end_look(Thread& thread, const Object& object, bool changed) {
  if (thread.watched_version != object.version) thread.spins = 0;
  thread.watched = &object;
  thread.watched_at = changed ? 0 : thread.looks_from;  // Who writes does more than look.
  thread.watched_version = object.version;
}

bool stands_back(const Thread& thread) {
  if (!sees_the_same(thread)) return false;
  switch (thread.pending.kind) {
    case OpKind::kAtomicLoad:
      return thread.spins > kLooksMax;
    case OpKind::kAtomicUpdate:
    case OpKind::kTryLock:
    case OpKind::kTryReadLock:
    case OpKind::kTryTake:
      return thread.spins > kSpinsMax;
    default:
      return false;
  }
}

bool only_looks(const Thread& thread) {
  if (thread.pending.kind == OpKind::kYield) return thread.yields > kLooksMax;
  return thread.spins > kLooksMax && stands_back(thread);
}

bool looks_at_once(const Thread& thread) {
  const OpKind kind = thread.pending.kind;
  if (kind != OpKind::kAtomicLoad && kind != OpKind::kYield) return false;
  return thread.spins > kSpinsMax && thread.spins <= kLooksMax && sees_the_same(thread);
}

}  // namespace interleave
