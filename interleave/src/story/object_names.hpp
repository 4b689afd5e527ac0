// What to call a mutex or a condition variable in a story: as short as it can be told apart.
#pragma once

#include <map>
#include <string>

#include "model/object.hpp"
#include "model/operation.hpp"
#include "story/sightings.hpp"
#include "story/symbolizer.hpp"

namespace interleave {

class ObjectNames {
 public:
  explicit ObjectNames(const Sightings& sightings) : sightings_(sightings) {}

  // The user's line `location` uses `object` in that way.
  void note_use(const Object& object, OpKind operation, const Location& location);

  // Returns "not_full_", or "a mutex (queue.hpp:24)" when nobody knows. Two objects of one name are
  // told apart: "first.mutex_" and "second.mutex_", or "mutex_" and "mutex_ #2" where what they are
  // members of is not known either. Requires: all uses were noted.
  std::string of(const Object& object);

 private:
  struct Use {
    std::string name;
    std::string full_name;  // With what it is a member of.
    std::string place;
  };

  bool has_namesake(const Object& object, const Use& use) const;

  const Sightings& sightings_;
  std::map<const Object*, Use> uses_;
  std::map<const Object*, std::string> names_;
  std::map<std::string, int> given_;  // How many objects have that name.
};

}  // namespace interleave
