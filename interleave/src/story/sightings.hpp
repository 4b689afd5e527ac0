// What the objects of a run that is being recorded are called, found out while they are
// used: then the variables that lead to them are still there. Passing schedules have none.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "model/run.hpp"
#include "story/memory_names.hpp"

namespace interleave {

struct RecordedBlock;

class Sightings {
 public:
  // The calling thread, which is `me`, is about to take a step. `blocks`: the memory that was asked
  // for so far.
  void note_step(const Thread& me, const std::vector<RecordedBlock>& blocks);

  // The thread that is running now uses `address` in a way that ends the execution.
  void note_failure(const Run& run, const void* address, const std::vector<RecordedBlock>& blocks);

  // Return nullptr where nothing is known.
  const MemoryName* of(const Object* object) const;
  const MemoryName* of_failure() const { return failure_ ? &*failure_ : nullptr; }

 private:
  struct Position {
    const void* pc = nullptr;
    std::vector<const void*> calls;
    Frames frames;  // Of the step announced last.
  };

  void update(const Thread& me, bool is_new_object);
  std::optional<MemoryName> name_of(const void* address, const Thread& user,
                                    const std::vector<RecordedBlock>& blocks);
  void name(const Object* object, const Thread& me, const std::vector<RecordedBlock>& blocks);

  std::vector<Position> positions_;  // By thread.
  std::map<const Object*, std::optional<MemoryName>> names_;
  std::optional<MemoryName> failure_;
  MemoryNames memory_names_;
};

}  // namespace interleave
