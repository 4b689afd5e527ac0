#include "race/race_detector.hpp"

#include <algorithm>

namespace interleave {

void RaceDetector::begin_execution() {
  shadow_.begin_execution();
  freed_.clear();
  read_vectors_used_ = 0;
}

const Race* RaceDetector::access_range(ThreadId id, const VectorClock& clock,
                                       std::uintptr_t address, std::size_t bytes, AccessKind kind) {
  while (bytes > 0) {
    const std::size_t first = address % kGranuleBytes;
    const std::size_t here = std::min(bytes, kGranuleBytes - first);
    const Race* race =
        access_granule(id, clock, address / kGranuleBytes, mask_of(first, here), kind);
    if (race != nullptr) return race;
    address += here;
    bytes -= here;
  }
  return nullptr;
}

const Race* RaceDetector::access_granule(ThreadId id, const VectorClock& clock,
                                         std::uintptr_t number, std::uint8_t bytes_mask,
                                         AccessKind kind) {
  Granule& granule = shadow_.at(number);
  if (!shadow_.is_current(granule)) {
    return first_access(id, clock, number, granule, bytes_mask, kind);
  }
  if (granule.mask != bytes_mask) return access_bytes(id, clock, number, granule, bytes_mask, kind);
  const Cell& cell = granule.cell;
  // What this thread did last, before it told anybody anything, is all there is to know.
  const Epoch now(id, clock.of(id));
  const bool reads = kind == AccessKind::kRead;
  if (cell.written && cell.write == now && (reads || !cell.was_read) && !cell.freed) return nullptr;
  if (reads && cell.was_read && cell.read == now && cell.read_vector == Cell::kNoVector) {
    return nullptr;
  }
  const Race* race = access_cell(id, clock, granule.cell, kind);
  if (race != nullptr) race_.address = reinterpret_cast<const void*>(number * kGranuleBytes);
  return race;
}

// The first in this execution: nothing to compare it with, unless the memory was freed unused.
const Race* RaceDetector::first_access(ThreadId id, const VectorClock& clock, std::uintptr_t number,
                                       Granule& granule, std::uint8_t bytes_mask, AccessKind kind) {
  shadow_.begin_use(granule);
  granule.mask = bytes_mask;
  for (const Freed& freed : freed_) {
    if (number < freed.begin || number >= freed.end) continue;
    return found({reinterpret_cast<const void*>(number * kGranuleBytes), AccessKind::kFree,
                  freed.by.thread(), kind, id, true});
  }
  const Epoch now(id, clock.of(id));
  if (kind == AccessKind::kRead) {
    granule.cell.was_read = true;
    granule.cell.read = now;
  } else {
    granule.cell.written = true;
    granule.cell.write = now;
  }
  return nullptr;
}

// The granule's bytes are not all used alike.
const Race* RaceDetector::access_bytes(ThreadId id, const VectorClock& clock, std::uintptr_t number,
                                       Granule& granule, std::uint8_t bytes_mask, AccessKind kind) {
  if (granule.cells == Granule::kWhole) split(granule);
  Cell* cells = shadow_.cells(granule.cells);
  for (std::size_t i = 0; i < kGranuleBytes; ++i) {
    if ((bytes_mask >> i & 1) == 0) continue;
    const Race* race = access_cell(id, clock, cells[i], kind);
    if (race == nullptr) continue;
    race_.address = reinterpret_cast<const void*>(number * kGranuleBytes + i);
    return race;
  }
  return nullptr;
}

const Race* RaceDetector::access_cell(ThreadId id, const VectorClock& clock, Cell& cell,
                                      AccessKind kind) {
  if (cell.freed) {
    return found({nullptr, AccessKind::kFree, cell.write.thread(), kind, id, true});
  }
  if (cell.written && !clock.has_seen(cell.write)) {
    return found({nullptr, AccessKind::kWrite, cell.write.thread(), kind, id, false});
  }
  if (kind == AccessKind::kRead) {
    note_read(id, clock, cell);
    return nullptr;
  }
  if (cell.was_read) {
    if (const Race* race = check_reads(id, clock, cell, kind)) return race;
  }
  cell = Cell{};
  cell.written = true;
  cell.write = Epoch(id, clock.of(id));
  cell.freed = kind == AccessKind::kFree;
  return nullptr;
}

const Race* RaceDetector::check_reads(ThreadId id, const VectorClock& clock, const Cell& cell,
                                      AccessKind kind) {
  if (cell.read_vector == Cell::kNoVector) {
    if (clock.has_seen(cell.read)) return nullptr;
    return found({nullptr, AccessKind::kRead, cell.read.thread(), kind, id, false});
  }
  const VectorClock& readers = read_vectors_[cell.read_vector];
  for (std::size_t t = 0; t < kThreadsMax; ++t) {
    const auto reader = static_cast<ThreadId>(t);
    if (readers.of(reader) <= clock.of(reader)) continue;
    return found({nullptr, AccessKind::kRead, reader, kind, id, false});
  }
  return nullptr;
}

const Race* RaceDetector::found(Race race) {
  race_ = race;
  return &race_;
}

void RaceDetector::note_read(ThreadId id, const VectorClock& clock, Cell& cell) {
  const Epoch now(id, clock.of(id));
  if (cell.read_vector != Cell::kNoVector) {
    read_vectors_[cell.read_vector].set(id, now.clock());
    return;
  }
  if (cell.was_read && !clock.has_seen(cell.read)) {
    cell.read_vector = new_read_vector();
    VectorClock& readers = read_vectors_[cell.read_vector];
    readers.set(cell.read.thread(), cell.read.clock());
    readers.set(id, now.clock());
  }
  cell.was_read = true;
  cell.read = now;
}

// Only what this execution has used is looked at now; the rest is remembered as a range.
const Race* RaceDetector::free(ThreadId id, const VectorClock& clock, const void* address,
                               std::size_t bytes) {
  const auto at = reinterpret_cast<std::uintptr_t>(address);
  const std::uintptr_t begin = at / kGranuleBytes;
  const std::uintptr_t end = (at + bytes + kGranuleBytes - 1) / kGranuleBytes;
  for (std::uintptr_t number = begin; number < end; ++number) {
    Granule& granule = shadow_.at(number);
    if (!shadow_.is_current(granule)) continue;
    const Race* race = granule.cells == Granule::kWhole
                           ? access_cell(id, clock, granule.cell, AccessKind::kFree)
                           : access_bytes(id, clock, number, granule, 0xFF, AccessKind::kFree);
    if (race == nullptr) continue;
    if (race->address == nullptr) {
      race_.address = reinterpret_cast<const void*>(number * kGranuleBytes);
    }
    return race;
  }
  freed_.push_back({begin, end, Epoch(id, clock.of(id))});
  return nullptr;
}

std::uint32_t RaceDetector::new_read_vector() {
  if (read_vectors_used_ == read_vectors_.size()) read_vectors_.emplace_back();
  read_vectors_[read_vectors_used_].clear();
  return static_cast<std::uint32_t>(read_vectors_used_++);
}

void RaceDetector::split(Granule& granule) {
  const std::uint32_t index = shadow_.new_cells();
  Cell* cells = shadow_.cells(index);
  for (std::size_t i = 0; i < kGranuleBytes; ++i) {
    cells[i] = (granule.mask >> i & 1) != 0 ? granule.cell : Cell{};
    if (cells[i].read_vector == Cell::kNoVector) continue;
    cells[i].read_vector = new_read_vector();  // From now on each byte has readers of its own.
    read_vectors_[cells[i].read_vector] = read_vectors_[granule.cell.read_vector];
  }
  granule.cells = index;
  granule.mask = Granule::kSplit;
}

}  // namespace interleave
