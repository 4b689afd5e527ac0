// For programs that one wants to see go wrong in spite of a race (Options::races_are_choices): the
// places in the program whose accesses race. Each of their accesses is a step that the schedule
// decides about, and tells nobody anything.
//
// Which places race is found out by exploring: an execution ends at the first race with a place
// that is not known yet, the place becomes known, and the exploration begins anew.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/observer.hpp"
#include "race/race_detector.hpp"

namespace interleave {

class RacingPlaces final : public Observer {
 public:
  bool contains(const void* pc) const;
  std::size_t size() const { return known_.size(); }

  // All memory is as if never used.
  void run_begins(const Run& run) override;
  bool wants_accesses() const override { return true; }

  // Thread `id`, which has seen `clock`, uses `bytes` bytes at the place `pc`. Returns the race, if
  // it is one and not all its places are known, or a use after free; else nullptr.
  const Race* access(ThreadId id, const VectorClock& clock, const void* address, std::size_t bytes,
                     AccessKind kind, const void* pc);

  // Returns the address under which the steps of an access are known: that of the first access in
  // this execution to some of the same bytes.
  const void* object_of(const void* address, std::size_t bytes) const;

  // The places of the race that access() found last become known. Returns false if it found none
  // since the last call.
  bool learn();

  // The known places, for a schedule string. They mean something to the same program only.
  std::string to_string() const;
  // Throws std::invalid_argument when `text` is nothing that to_string() returned.
  void parse(std::string_view text);

 private:
  struct Use {
    ThreadId thread;
    AccessKind kind;
    std::uint8_t mask;  // Of the granule's bytes.
    Stamp clock;        // The thread's at its last use from there.
    const void* pc;
    const void* address;
  };

  struct Freed {
    std::uintptr_t end;
    ThreadId by;
  };

  const Race* access_granule(const Use& now, const VectorClock& clock, std::uintptr_t granule);
  const Race* check_freed(const Use& now, std::uintptr_t address);
  const Race* check_use(const Use& now, const Use& before, const VectorClock& clock,
                        std::uintptr_t granule);

  std::vector<const void*> known_;  // In order.
  std::vector<const void*> found_;
  // Of this execution. Not for speed: every use is looked at.
  std::unordered_map<std::uintptr_t, std::vector<Use>> uses_;
  std::map<std::uintptr_t, Freed> freed_;  // By where they begin.
  Race race_;
};

// Those that are choices now. nullptr: races are failures.
extern RacingPlaces* racing_places;

}  // namespace interleave
