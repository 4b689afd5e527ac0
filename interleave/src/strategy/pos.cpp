#include "strategy/pos.hpp"

namespace interleave {
namespace {

bool only_reads(const Operation& operation) {
  return operation.kind == OpKind::kAtomicLoad || operation.kind == OpKind::kReadLock ||
         operation.kind == OpKind::kTryReadLock;
}

// What a step works on that others may work on: up to two objects.
struct Uses {
  const Object* first;
  const Object* second;
};

Uses uses_of(const Operation& operation) {
  switch (operation.kind) {
    case OpKind::kUnlock:
      return {nullptr, nullptr};
    case OpKind::kWake:  // The sleeper takes its mutex back; the condition variable is done with.
      return {operation.mutex, nullptr};
    default:
      return {operation.object, operation.mutex};
  }
}

bool meet(const Object* one, const Object* other) { return one != nullptr && one == other; }

}  // namespace

bool race(const Operation& one, const Operation& other) {
  if (only_reads(one) && only_reads(other)) return false;
  const Uses a = uses_of(one);
  const Uses b = uses_of(other);
  return meet(a.first, b.first) || meet(a.first, b.second) || meet(a.second, b.first) ||
         meet(a.second, b.second);
}

void PosChooser::begin_run() { draw_all_anew(); }

void PosChooser::draw_all_anew() {
  priorities_.fill(0);
  choices_ = 0;
}

PosChooser::Priority PosChooser::priority_of(ThreadId thread) {
  if (priorities_[thread] == 0) priorities_[thread] = numbers_.next() | 1;
  return priorities_[thread];
}

std::size_t PosChooser::choose(const Crossroads& at) {
  if (!threads_differ(at)) return any_way(at, at.alternatives.front().thread, numbers_);
  if (++choices_ > kTurnsMax) draw_all_anew();
  const ThreadId thread = first_by(at, [this](ThreadId id) { return priority_of(id); });
  return any_way(at, thread, numbers_);
}

void PosChooser::note_step(const Thread& thread, std::span<Thread* const> threads) {
  priorities_[thread.id] = 0;
  for (const Thread* other : threads) {
    if (other != &thread && race(thread.pending, other->pending)) priorities_[other->id] = 0;
  }
}

}  // namespace interleave
