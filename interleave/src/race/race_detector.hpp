// Finds data races: two accesses to one place in memory, at least one of them a write, that no
// synchronisation orders. FastTrack (Flanagan and Freund, PLDI 2009): of the last write, and where
// reads are ordered of the last read, an epoch is enough; only concurrent reads need a vector.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "model/vector_clock.hpp"
#include "race/shadow_memory.hpp"

namespace interleave {

enum class AccessKind : std::uint8_t { kRead, kWrite, kFree };

struct Race {
  const void* address = nullptr;
  AccessKind earlier = AccessKind::kRead;
  ThreadId earlier_thread = kNobody;
  AccessKind later = AccessKind::kRead;
  ThreadId later_thread = kNobody;
  bool after_free = false;  // The memory was given back before; the two may even be ordered.
};

class RaceDetector {
 public:
  // All memory is as if never used.
  void begin_execution();

  // Thread `id`, which has seen `clock`, reads or writes `bytes` bytes. Returns the race if it is
  // one. `bytes` may be anything.
  std::optional<Race> access(ThreadId id, const VectorClock& clock, const void* address,
                             std::size_t bytes, AccessKind kind);

  // The memory is fresh from the allocator: its past does not count.
  void forget(const void* address, std::size_t bytes);

 private:
  std::optional<Race> access_granule(ThreadId id, const VectorClock& clock, std::uintptr_t granule,
                                     std::uint8_t bytes_mask, AccessKind kind);
  std::optional<Race> access_cell(ThreadId id, const VectorClock& clock, Cell& cell,
                                  AccessKind kind);
  void note_read(ThreadId id, const VectorClock& clock, Cell& cell);
  std::uint32_t new_read_vector();
  void split(Granule& granule);

  ShadowMemory shadow_;
  // Vectors of concurrent reads; the first read_vectors_used_ belong to this execution.
  std::vector<VectorClock> read_vectors_;
  std::size_t read_vectors_used_ = 0;
};

}  // namespace interleave
