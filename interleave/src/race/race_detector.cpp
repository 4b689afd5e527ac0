#include "race/race_detector.hpp"

#include <algorithm>
#include <bit>

namespace interleave {

RaceDetector race_detector;

namespace {

constexpr std::uint8_t kAllBytes = 0xFF;

}  // namespace

void RaceDetector::begin_execution() {
  read_vectors_used_ = 0;
  parts_used_ = 0;
  if (++execution_ == 0) {
    shadow_.clear();  // All numbers were used, and the first come again.
    execution_ = 1;
  }
  start_ = Epoch::start_of(execution_);
}

const Race* RaceDetector::access(ThreadId id, const VectorClock& clock, const void* address,
                                 std::size_t bytes, AccessKind kind) {
  const Access access = made_by(id, clock, kind);
  auto at = reinterpret_cast<std::uintptr_t>(address);
  while (bytes > 0) {
    const std::size_t first = at % kGranuleBytes;
    const std::size_t here = std::min(bytes, kGranuleBytes - first);
    const Race* race = access_granule(access, at / kGranuleBytes, mask_of(first, here));
    if (race != nullptr) return race;
    at += here;
    bytes -= here;
  }
  return nullptr;
}

const Race* RaceDetector::access_granule(const Access& access, std::uintptr_t number,
                                         std::uint8_t mask) {
  Granule& granule = shadow_.at(number);
  racing_bytes_ = mask;
  Cell* cell = cell_for(granule, mask);
  const Race* race =
      cell != nullptr ? access_cell(access, *cell) : access_parts(access, granule, mask);
  if (race == nullptr) return nullptr;
  const auto byte = static_cast<std::uintptr_t>(std::countr_zero(racing_bytes_));
  race_.address = reinterpret_cast<const void*>(number * kGranuleBytes + byte);
  return race;
}

// Returns the cell that stands for just these bytes, made new where what earlier executions left is
// in the way; nullptr if the granule is in parts or has to be. In each execution the first cell is
// the one used first: which of two races is found does not depend on earlier executions.
Cell* RaceDetector::cell_for(Granule& granule, std::uint8_t mask) {
  if (granule.mask == mask) return &granule.cell;
  if (!is_of_this_execution(granule.cell)) {
    granule = Granule{};
    granule.mask = mask;
    return &granule.cell;
  }
  if (granule.second_mask == mask) return &granule.second;
  const bool second_is_free = !is_of_this_execution(granule.second);
  if (granule.mask == Granule::kInParts || !second_is_free || (granule.mask & mask) != 0) {
    return nullptr;
  }
  granule.second = {};
  granule.second_mask = mask;
  return &granule.second;
}

// Parts of which only some bytes are used are divided first; bytes of no part become a new one.
const Race* RaceDetector::access_parts(const Access& access, Granule& granule, std::uint8_t mask) {
  if (granule.mask != Granule::kInParts) take_to_parts(granule);
  Parts& parts = parts_[granule.parts];
  const std::size_t before = parts.count;
  std::uint8_t rest = mask;
  for (std::size_t i = 0; i < before && rest != 0; ++i) {
    const auto used = static_cast<std::uint8_t>(parts.masks[i] & mask);
    if (used == 0) continue;
    if (used != parts.masks[i]) {
      add_part(parts, static_cast<std::uint8_t>(parts.masks[i] & ~mask), parts.cells[i]);
      parts.masks[i] = used;
    }
    rest = static_cast<std::uint8_t>(rest & ~used);
    racing_bytes_ = used;
    if (const Race* race = access_cell(access, parts.cells[i])) return race;
  }
  if (rest == 0) return nullptr;
  add_part(parts, rest, {});
  return access_cell(access, parts.cells[parts.count - 1]);
}

void RaceDetector::take_to_parts(Granule& granule) {
  if (parts_used_ == parts_.size()) parts_.emplace_back();
  granule.parts = static_cast<std::uint32_t>(parts_used_++);
  parts_[granule.parts].count = 0;
  add_part(parts_[granule.parts], granule.mask, granule.cell);
  if (granule.second_mask != 0 && is_of_this_execution(granule.second)) {
    add_part(parts_[granule.parts], granule.second_mask, granule.second);
  }
  granule.mask = Granule::kInParts;
  granule.second_mask = 0;
}

void RaceDetector::add_part(Parts& parts, std::uint8_t mask, const Cell& cell) {
  parts.masks[parts.count] = mask;
  Cell& part = parts.cells[parts.count++];
  part = cell;
  if (cell.read.is_earlier_than(start_) || !cell.read.is_marked()) return;
  const std::uint32_t vector = new_read_vector();  // From now on it has readers of its own.
  read_vectors_[vector] = read_vectors_[cell.read.number()];
  part.read = Epoch::marked(execution_, cell.read.thread(), vector);
}

const Race* RaceDetector::access_cell(const Access& access, Cell& cell) {
  if (note(cell, access.now, access.clock, access.kind)) return nullptr;
  const ThreadId writer = cell.write.thread();
  if (!is_before(cell.write, access.clock)) {
    const bool freed = cell.write.is_marked();
    const AccessKind earlier = freed ? AccessKind::kFree : AccessKind::kWrite;
    return found({nullptr, earlier, writer, access.kind, access.id, freed});
  }
  if (access.kind == AccessKind::kRead) {
    note_concurrent_read(access, cell);
    return nullptr;
  }
  if (const Race* race = check_reads(access, cell)) return race;
  cell = {access.now, {}};
  return nullptr;
}

const Race* RaceDetector::check_reads(const Access& access, const Cell& cell) {
  const ThreadId reader = cell.read.is_marked()
                              ? read_vectors_[cell.read.number()].ahead_of(access.clock)
                              : cell.read.thread();
  if (reader == kNobody) return nullptr;
  return found({nullptr, AccessKind::kRead, reader, access.kind, access.id, false});
}

const Race* RaceDetector::found(Race race) {
  race_ = race;
  return &race_;
}

void RaceDetector::note_concurrent_read(const Access& access, Cell& cell) {
  if (!cell.read.is_marked()) {
    const std::uint32_t vector = new_read_vector();
    read_vectors_[vector].set(cell.read.stamp());
    cell.read = Epoch::marked(execution_, access.id, vector);
  }
  read_vectors_[cell.read.number()].set(access.now.stamp());
}

const Race* RaceDetector::free(ThreadId id, const VectorClock& clock, const void* address,
                               std::size_t bytes) {
  const Access access = made_by(id, clock, AccessKind::kFree);
  const auto at = reinterpret_cast<std::uintptr_t>(address);
  const Cell freed{Epoch::marked(execution_, id, access.now.number()), {}};
  // The allocator rounds up: the rest of the last granule is nobody else's.
  const std::uintptr_t end = (at + bytes + kGranuleBytes - 1) / kGranuleBytes;
  for (std::uintptr_t number = at / kGranuleBytes; number < end; ++number) {
    Granule& granule = shadow_.at(number);
    const bool whole = granule.mask != Granule::kInParts;
    const bool one = granule.second_mask == 0 || !is_of_this_execution(granule.second);
    const bool is_noted = whole && one ? note(granule.cell, access.now, clock, AccessKind::kFree)
                                       : !whole && !is_of_this_execution(granule.cell);
    if (!is_noted) [[unlikely]] {
      const std::uint8_t mask = whole && one ? granule.mask : kAllBytes;
      if (const Race* race = access_granule(access, number, mask)) return race;
    }
    granule.cell = freed;
    granule.mask = kAllBytes;
    granule.second_mask = 0;
  }
  return nullptr;
}

std::uint32_t RaceDetector::new_read_vector() {
  if (read_vectors_used_ == read_vectors_.size()) read_vectors_.emplace_back();
  read_vectors_[read_vectors_used_].clear();
  return static_cast<std::uint32_t>(read_vectors_used_++);
}

}  // namespace interleave
