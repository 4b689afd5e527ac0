#include "model/object.hpp"

namespace interleave {
namespace {

constexpr std::size_t kEntriesAtFirst = 256;

// Assigned whole: nothing of an object of an earlier run is left. Containers keep their storage.
const Object kNewObject{};

}  // namespace

ObjectTable::ObjectTable(const Surroundings& surroundings)
    : surroundings_(surroundings), entries_(kEntriesAtFirst) {}

void ObjectTable::clear() {
  used_ = 0;
  ++generation_;
}

Object* ObjectTable::find(const void* address) {
  const Entry& entry = entry_of(address);
  return entry.generation == generation_ ? entry.object : nullptr;
}

Object& ObjectTable::make(const void* address, ObjectKind kind) {
  if (2 * (used_ + 1) > entries_.size()) grow();
  if (used_ == objects_.size()) objects_.emplace_back();
  Object& object = objects_[used_];
  object = kNewObject;
  object.kind = kind;
  object.number = static_cast<std::uint32_t>(used_++);
  object.address = address;
  object.key = surroundings_.key_of(address);
  entry_of(address) = {address, &object, generation_};
  return object;
}

void ObjectTable::forget(const void* address) {
  // The entry stays, so that those behind it are still found.
  Entry& entry = entry_of(address);
  if (entry.generation == generation_) entry.object = nullptr;
}

bool ObjectTable::was_forgotten(const void* address) {
  const Entry& entry = entry_of(address);
  return entry.generation == generation_ && entry.object == nullptr;
}

void ObjectTable::grow() {
  std::vector<Entry> old(entries_.size() * 2);
  old.swap(entries_);
  for (const Entry& entry : old) {
    if (entry.generation == generation_) entry_of(entry.address) = entry;
  }
}

}  // namespace interleave
