#include "story/sightings.hpp"

#include <algorithm>
#include <cstdint>

#include "story/recorder.hpp"

namespace interleave {
namespace {

// Nobody reads the names of more.
constexpr std::size_t kObjectsMax = 1'000;

// A variable that races has the address of a mutex that may lie there, but for its highest bit.
std::uintptr_t real_address(const void* address) {
  return reinterpret_cast<std::uintptr_t>(address) & ~(std::uintptr_t{1} << 63);
}

Target target_at(std::uintptr_t address, const std::vector<RecordedBlock>& blocks) {
  Target target{address};
  for (auto block = blocks.rbegin(); block != blocks.rend(); ++block) {
    const auto begin = reinterpret_cast<std::uintptr_t>(block->block.address);
    if (address < begin || address - begin >= block->block.bytes) continue;
    target.block_begin = begin;
    target.block_end = begin + block->block.bytes;
    break;
  }
  return target;
}

}  // namespace

// A loop comes to the same place again and again, in the same calls: its frames are the same.
void Sightings::update(const Thread& me, bool is_new_object) {
  if (positions_.size() <= me.id) positions_.resize(me.id + 1u);
  Position& position = positions_[me.id];
  const std::size_t depth = std::min(me.calls.depth, CallStack::kFramesMax);
  const void* const* calls = me.calls.frames.get();
  const bool is_same = position.pc == me.pc && depth > 0 && position.calls.size() == depth &&
                       std::equal(calls, calls + depth, position.calls.begin());
  if (is_same && !is_new_object) return;
  position.pc = me.pc;
  position.calls.assign(calls, calls + depth);
  position.frames = frames_of_this_thread();
}

std::optional<MemoryName> Sightings::name_of(const void* address, const Thread& user,
                                             const std::vector<RecordedBlock>& blocks) {
  std::vector<const Frames*> others;
  for (std::size_t id = 0; id < positions_.size(); ++id) {
    if (id != user.id) others.push_back(&positions_[id].frames);
  }
  return memory_names_.name_of(target_at(real_address(address), blocks), positions_[user.id].frames,
                               others);
}

void Sightings::name(const Object* object, const Thread& me,
                     const std::vector<RecordedBlock>& blocks) {
  if (object == nullptr || names_.size() >= kObjectsMax) return;
  const auto [found, is_new] = names_.try_emplace(object);
  if (is_new) found->second = name_of(object->address, me, blocks);
}

void Sightings::note_step(const Thread& me, const std::vector<RecordedBlock>& blocks) {
  const Object* object = me.pending.object;
  update(me, object != nullptr && names_.count(object) == 0 && names_.size() < kObjectsMax);
  name(object, me, blocks);
  name(me.pending.mutex, me, blocks);
}

void Sightings::note_failure(const Run& run, const void* address,
                             const std::vector<RecordedBlock>& blocks) {
  // It may be called from the explorer's own stack.
  const Thread* me = run.thread_with_stack(__builtin_frame_address(0));
  if (me == nullptr) return;
  if (positions_.size() <= me->id) positions_.resize(me->id + 1u);
  positions_[me->id] = {nullptr, {}, frames_of_this_thread()};
  if (address != nullptr) failure_ = name_of(address, *me, blocks);
}

const MemoryName* Sightings::of(const Object* object) const {
  const auto found = names_.find(object);
  return found == names_.end() || !found->second ? nullptr : &*found->second;
}

}  // namespace interleave
