// The objects that a story speaks of, their numbers and their names.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "interleave/story.hpp"
#include "story/lines.hpp"
#include "story/object_names.hpp"
#include "story/snapshot.hpp"

namespace interleave {

class StoryObjects {
 public:
  explicit StoryObjects(const Recorder& recorder) : names_(recorder.sightings()) {}

  // The object's index in Story::objects, made now if it had none.
  std::size_t index_of(const Object& object);
  std::optional<std::size_t> index_of(const Object* object);

  std::vector<ObjectState> states_of(const Snapshot& snapshot);

  // Looks where each object is used, for its name.
  void note_uses(const Run& run, const Recorder& recorder, const Breakdown* breakdown,
                 Symbolizer& symbolizer);

  // Two objects of one name are numbered in the order in which the words of the story speak of
  // them.
  void name_all(Story& story);

 private:
  void name(Story& story, std::optional<std::size_t> index);

  std::vector<const Object*> objects_;
  ObjectNames names_;
};

}  // namespace interleave
