// Finds data races: two accesses to one place in memory, at least one of them a write, that no
// synchronisation orders. FastTrack (Flanagan and Freund, PLDI 2009): of the last write, and where
// reads are ordered of the last read, an epoch is enough; only concurrent reads need a vector.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/memory.hpp"
#include "model/vector_clock.hpp"
#include "race/shadow_memory.hpp"

namespace interleave {

class RaceDetector {
 public:
  // All memory is as if never used.
  void begin_execution();

  // Thread `id`, which has seen `clock`, reads or writes `bytes` bytes; any number. Returns the
  // race if it is one, or nullptr. It is valid until the next call.
  const Race* access(ThreadId id, const VectorClock& clock, const void* address, std::size_t bytes,
                     AccessKind kind);

  // The same in the usual cases, without a call and without asking for memory. Returns false when
  // nothing was done and access() has to be called.
  template <AccessKind kind>
  bool access_at_once(ThreadId id, const VectorClock& clock, const void* address,
                      std::size_t bytes) {
    const auto at = reinterpret_cast<std::uintptr_t>(address);
    const std::size_t first = at % kGranuleBytes;
    if (first + bytes > kGranuleBytes) return false;
    Granule* granule = shadow_.recent(at / kGranuleBytes);
    if (granule == nullptr) [[unlikely]]
      return false;
    const std::uint8_t mask = mask_of(first, bytes);
    Cell* cell = &granule->cell;
    if (granule->mask != mask) {
      const bool is_second = granule->second_mask == mask && is_of_this_execution(granule->cell);
      if (!is_second) [[unlikely]]
        return false;
      cell = &granule->second;
    }
    return note(*cell, start_.at(clock.of_known(id)), clock, kind);
  }

  // The memory is given back. Whoever uses it later uses it after free.
  const Race* free(ThreadId id, const VectorClock& clock, const void* address, std::size_t bytes);

 private:
  // The parts of a granule; their masks have no bit in common.
  struct Parts {
    std::size_t count = 0;
    std::array<std::uint8_t, kGranuleBytes> masks;
    std::array<Cell, kGranuleBytes> cells;
  };

  // One access, on its way through the granules.
  struct Access {
    ThreadId id;
    const VectorClock& clock;
    AccessKind kind;
    Epoch now;
  };

  static std::uint8_t mask_of(std::size_t first, std::size_t bytes) {
    return static_cast<std::uint8_t>(((1u << bytes) - 1) << first);
  }

  // Whether what happened then happened before what a thread that has seen `clock` does now.
  bool is_before(Epoch epoch, const VectorClock& clock) const {
    return epoch.is_earlier_than(start_) || epoch.is_seen_by(clock);
  }

  // Notes an access if it comes after all others that matter, and all that has to be known of it
  // fits into an epoch. Returns false otherwise.
  bool note(Cell& cell, Epoch now, const VectorClock& clock, AccessKind kind) const {
    if (cell.write == now && (kind == AccessKind::kRead || cell.read.is_of_none())) return true;
    if (kind == AccessKind::kRead && cell.read == now) return true;
    if (!is_before(cell.write, clock) || !is_before(cell.read, clock)) [[unlikely]]
      return false;
    if (kind == AccessKind::kRead)
      cell.read = now;
    else
      cell = {now, {}};
    return true;
  }

  const Race* access_granule(const Access& access, std::uintptr_t number, std::uint8_t mask);
  const Race* access_parts(const Access& access, Granule& granule, std::uint8_t mask);
  const Race* access_cell(const Access& access, Cell& cell);
  const Race* check_reads(const Access& access, const Cell& cell);
  void note_concurrent_read(const Access& access, Cell& cell);
  const Race* found(Race race);

  Access made_by(ThreadId id, const VectorClock& clock, AccessKind kind) const {
    return {id, clock, kind, start_.at(clock.of_known(id))};
  }
  // The first cell says it of its granule, too: it is used before the second, and kept in parts.
  bool is_of_this_execution(const Cell& cell) const {
    return !cell.write.is_earlier_than(start_) || !cell.read.is_earlier_than(start_);
  }
  Cell* cell_for(Granule& granule, std::uint8_t mask);
  void take_to_parts(Granule& granule);
  void add_part(Parts& parts, std::uint8_t mask, const Cell& cell);
  std::uint32_t new_read_vector();

  ShadowMemory shadow_;
  std::uint32_t execution_ = 1;
  Epoch start_ = Epoch::start_of(1);
  // Vectors of concurrent reads; the first read_vectors_used_ belong to this execution.
  std::vector<VectorClock> read_vectors_;
  std::size_t read_vectors_used_ = 0;
  std::vector<Parts> parts_;  // Likewise.
  std::size_t parts_used_ = 0;
  std::uint8_t racing_bytes_ = 0;  // Of the granule in which a race was found.
  Race race_;
};

// Of the run that is going on.
extern RaceDetector race_detector;

}  // namespace interleave
