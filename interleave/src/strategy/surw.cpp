#include "strategy/surw.hpp"

#include <algorithm>

#include "model/object.hpp"

namespace interleave {
namespace {

// After so many choices without a use of the object, the thread that was to be next waits for one
// that is held back, by trying again and again.
constexpr std::uint32_t kChoicesWithoutUseMax = kTurnsMax;

// Objects beyond this number are not looked at.
constexpr std::size_t kObjectsMax = 4'096;

// The object whose order of use the step decides. Giving a mutex back decides nothing.
const Object* object_of(const Operation& operation) {
  switch (operation.kind) {
    case OpKind::kUnlock:
      return nullptr;
    case OpKind::kWait:
    case OpKind::kWake:
      return operation.mutex;
    default:
      return operation.object;
  }
}

}  // namespace

void SurwChooser::Uses::add(ThreadId thread) {
  if (by_thread.size() <= thread) by_thread.resize(thread + std::size_t{1});
  ++by_thread[thread];
  ++in_all;
}

bool SurwChooser::Uses::is_shared() const {
  return std::count_if(by_thread.begin(), by_thread.end(), [](auto uses) { return uses > 0; }) > 1;
}

void SurwChooser::begin_run() {
  next_user_ = kNobody;
  choices_without_use_ = 0;
  draw_all_anew();
  choose_object();
  expect_uses();
  ++runs_;
}

void SurwChooser::draw_all_anew() {
  priorities_.fill(0);
  choices_ = 0;
}

// Draws an object that several threads have used, the more likely the more they have used it.
void SurwChooser::choose_object() {
  object_ = kNoObject;
  std::uint64_t in_all = 0;
  for (const Uses& uses : uses_) in_all += uses.is_shared() ? uses.in_all : 0;
  if (in_all == 0) return;
  std::uint64_t left = numbers_.next() % in_all;
  for (object_ = 0;; ++object_) {
    if (!uses_[object_].is_shared()) continue;
    if (left < uses_[object_].in_all) return;
    left -= uses_[object_].in_all;
  }
}

void SurwChooser::expect_uses() {
  uses_left_.fill(0);
  if (object_ == kNoObject) return;
  const std::vector<std::uint64_t>& by_thread = uses_[object_].by_thread;
  for (std::size_t thread = 0; thread < by_thread.size(); ++thread) {
    uses_left_[thread] = (by_thread[thread] + runs_ / 2) / runs_;
  }
}

bool SurwChooser::is_about_to_use_it(const Thread& thread) const {
  const Object* object = object_of(thread.pending);
  return object != nullptr && object->number == object_;
}

// One that is about to use the object has at least that use left.
std::uint64_t SurwChooser::weight_of(const Thread& thread) const {
  return std::max<std::uint64_t>(uses_left_[thread.id], is_about_to_use_it(thread) ? 1 : 0);
}

// Draws among all threads: one that does something else now may be the next to use the object.
ThreadId SurwChooser::draw_user(std::span<Thread* const> threads) {
  const auto weight = [this](const Thread& thread) {
    return thread.exited ? 0 : weight_of(thread);
  };
  std::uint64_t in_all = 0;
  for (const Thread* thread : threads) in_all += weight(*thread);
  if (in_all == 0) return kNobody;
  std::uint64_t left = numbers_.next() % in_all;
  for (const Thread* thread : threads) {
    if (left < weight(*thread)) return thread->id;
    left -= weight(*thread);
  }
  return kNobody;
}

// Draws among those that are held back before a use: nobody else can go on.
ThreadId SurwChooser::draw_held_back(const Crossroads& at) {
  held_back_.clear();
  for (const Alternative& alternative : at.alternatives) {
    Thread* const thread = at.threads[alternative.thread];
    if (!is_about_to_use_it(*thread)) continue;
    if (held_back_.empty() || held_back_.back() != thread) held_back_.push_back(thread);
  }
  return draw_user(held_back_);
}

// The thread with the highest priority among those that are not held back, or kNobody.
ThreadId SurwChooser::first_of_the_free(const Crossroads& at) {
  const auto rank = [&](ThreadId id) -> Priority {
    const Thread& thread = *at.threads[id];
    if (id != next_user_ && is_about_to_use_it(thread)) return 0;
    if (priorities_[id] == 0) priorities_[id] = numbers_.next() | 1;
    return priorities_[id];
  };
  const ThreadId first = first_by(at, rank);
  return rank(first) == 0 ? kNobody : first;
}

std::size_t SurwChooser::choose(const Crossroads& at) {
  if (!threads_differ(at)) return any_way(at, at.alternatives.front().thread, numbers_);
  if (next_user_ == kNobody && object_ != kNoObject) next_user_ = draw_user(at.threads);
  if (++choices_ > kTurnsMax) draw_all_anew();
  ThreadId thread = first_of_the_free(at);
  if (thread == kNobody || ++choices_without_use_ > kChoicesWithoutUseMax) {
    choices_without_use_ = 0;
    next_user_ = draw_held_back(at);
    if (next_user_ != kNobody) thread = next_user_;
  }
  return any_way(at, thread, numbers_);
}

void SurwChooser::note_step(const Thread& thread, std::span<Thread* const> /*threads*/) {
  priorities_[thread.id] = 0;
  const Object* object = object_of(thread.pending);
  if (object == nullptr || object->number >= kObjectsMax) return;
  if (uses_.size() <= object->number) uses_.resize(object->number + std::size_t{1});
  uses_[object->number].add(thread.id);
  if (object->number != object_) return;
  if (uses_left_[thread.id] > 0) --uses_left_[thread.id];
  next_user_ = kNobody;
  choices_without_use_ = 0;
}

}  // namespace interleave
