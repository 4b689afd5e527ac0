#include "model/spin.hpp"

#include <algorithm>
#include <cstddef>

namespace interleave {

namespace {

bool sees_the_same(const Thread& thread) {
  const Looks& looks = thread.looks;
  return looks.size > 0 &&
         std::all_of(looks.all.begin(), looks.all.begin() + looks.size,
                     [](const Looks::Look& look) { return look.object->version == look.version; });
}

Looks::Look* find_look(Thread& thread, const Object& object) {
  Looks& looks = thread.looks;
  for (std::size_t i = 0; i < looks.size; ++i) {
    Looks::Look& look = looks.all[i];
    if (look.object == &object && look.place == thread.looks_from) return &look;
  }
  return nullptr;
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

// Where it looks at several in turns, a round of them counts as one look.
void begin_look(Thread& thread, const Object& object) {
  thread.looks_from = place_of(thread);
  const Looks::Look* before = find_look(thread, object);
  const bool begins_round = before == &thread.looks.all.front();
  thread.looks_in_vain = before == nullptr ? 0 : thread.spins + (begins_round ? 1 : 0);
  thread.spins = sees_the_same(thread) ? thread.looks_in_vain : 0;
}

void end_look(Thread& thread, const Object& object, bool changed) {
  thread.watched = &object;
  thread.watched_at = changed ? 0 : thread.looks_from;
  thread.watched_version = object.version;
  if (changed) return forget_looks(thread);  // Who writes does more than look.
  Looks& looks = thread.looks;
  Looks::Look* look = find_look(thread, object);
  if (look != nullptr && look->version == object.version) return;
  thread.spins = 0;
  const bool from_another_place =
      std::any_of(looks.all.begin(), looks.all.begin() + looks.size,
                  [&object](const Looks::Look& one) { return one.object == &object; });
  if (from_another_place || looks.size == Looks::kMax) looks.size = 0;
  looks.all[looks.size++] = {&object, thread.looks_from, object.version};
}

void forget_looks(Thread& thread) {
  thread.looks.size = 0;
  thread.spins = thread.looks_in_vain = 0;
}

bool looks_at_several(const Thread& thread) { return thread.looks.size > 1; }

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
