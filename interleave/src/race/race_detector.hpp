// Finds data races: two accesses to one place in memory, at least one of them a write, that no
// synchronisation orders. FastTrack (Flanagan and Freund, PLDI 2009): of the last write, and where
// reads are ordered of the last read, an epoch is enough; only concurrent reads need a vector.
#pragma once

#include <cstddef>
#include <cstdint>
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

  // Thread `id`, which has seen `clock`, reads or writes `bytes` bytes; any number. Returns the
  // race if it is one, or nullptr. It is valid until the next call.
  const Race* access(ThreadId id, const VectorClock& clock, const void* address, std::size_t bytes,
                     AccessKind kind) {
    const auto at = reinterpret_cast<std::uintptr_t>(address);
    const std::size_t first = at % kGranuleBytes;
    if (first + bytes > kGranuleBytes) [[unlikely]]
      return access_range(id, clock, at, bytes, kind);
    return access_granule(id, clock, at / kGranuleBytes, mask_of(first, bytes), kind);
  }

  // The memory is given back. Whoever uses it later uses it after free.
  const Race* free(ThreadId id, const VectorClock& clock, const void* address, std::size_t bytes);

 private:
  struct Freed {
    std::uintptr_t begin;  // Granules.
    std::uintptr_t end;
    Epoch by;
  };

  static std::uint8_t mask_of(std::size_t first, std::size_t bytes) {
    return static_cast<std::uint8_t>(((1u << bytes) - 1) << first);
  }

  const Race* access_range(ThreadId id, const VectorClock& clock, std::uintptr_t address,
                           std::size_t bytes, AccessKind kind);
  const Race* access_granule(ThreadId id, const VectorClock& clock, std::uintptr_t number,
                             std::uint8_t bytes_mask, AccessKind kind);
  const Race* first_access(ThreadId id, const VectorClock& clock, std::uintptr_t number,
                           Granule& granule, std::uint8_t bytes_mask, AccessKind kind);
  const Race* access_bytes(ThreadId id, const VectorClock& clock, std::uintptr_t number,
                           Granule& granule, std::uint8_t bytes_mask, AccessKind kind);
  const Race* access_cell(ThreadId id, const VectorClock& clock, Cell& cell, AccessKind kind);
  const Race* check_reads(ThreadId id, const VectorClock& clock, const Cell& cell, AccessKind kind);
  const Race* found(Race race);
  void note_read(ThreadId id, const VectorClock& clock, Cell& cell);
  std::uint32_t new_read_vector();
  void split(Granule& granule);

  ShadowMemory shadow_;
  std::vector<Freed> freed_;  // Of this execution.
  // Vectors of concurrent reads; the first read_vectors_used_ belong to this execution.
  std::vector<VectorClock> read_vectors_;
  std::size_t read_vectors_used_ = 0;
  Race race_;
};

}  // namespace interleave
