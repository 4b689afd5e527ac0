#include "story/object_names.hpp"

#include <algorithm>
#include <filesystem>

#include "story/source_names.hpp"

namespace interleave {
namespace {

const char* kind_in_words(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::kMutex:
    case ObjectKind::kSharedMutex:
      return "a mutex";
    case ObjectKind::kCondition:
      return "a condition variable";
    case ObjectKind::kMemory:
      return "a variable";
    case ObjectKind::kSemaphore:
      return "a semaphore";
    case ObjectKind::kBarrier:
      return "a barrier";
    default:
      return "an atomic";
  }
}

}  // namespace

void ObjectNames::note_use(const Object& object, OpKind operation, const Location& location) {
  Use& use = uses_[&object];
  if (use.place.empty()) {
    use.place = std::filesystem::path(location.source.file).filename().string() + ":" +
                std::to_string(location.source.line);
  }
  if (!use.name.empty()) return;
  if (const MemoryName* name = sightings_.of(&object)) {
    use.name = name->name;
    use.full_name = name->full;
  } else {
    use.name = use.full_name = variable_in(location, object.kind, operation);
  }
}

// Whether a reader would take another object for it.
bool ObjectNames::has_namesake(const Object& object, const Use& use) const {
  return std::any_of(uses_.begin(), uses_.end(), [&](const auto& other) {
    return other.first != &object && other.second.name == use.name;
  });
}

std::string ObjectNames::of(const Object& object) {
  std::string& name = names_[&object];
  if (!name.empty()) return name;
  const Use& use = uses_[&object];
  name = use.name.empty() || !has_namesake(object, use) ? use.name : use.full_name;
  if (name.empty()) {
    name = kind_in_words(object.kind);
    if (!use.place.empty()) name += " (" + use.place + ")";
  }
  const int others = given_[name]++;
  if (others > 0) name += " #" + std::to_string(others + 1);
  return name;
}

}  // namespace interleave
