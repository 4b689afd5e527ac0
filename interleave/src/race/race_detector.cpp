#include "race/race_detector.hpp"

#include <algorithm>

namespace interleave {
namespace {

std::uint8_t mask_of(std::size_t first, std::size_t bytes) {
  return static_cast<std::uint8_t>(((1u << bytes) - 1) << first);
}

}  // namespace

void RaceDetector::begin_execution() {
  shadow_.begin_execution();
  read_vectors_used_ = 0;
}

std::optional<Race> RaceDetector::access(ThreadId id, const VectorClock& clock, const void* address,
                                         std::size_t bytes, AccessKind kind) {
  auto at = reinterpret_cast<std::uintptr_t>(address);
  while (bytes > 0) {
    const std::size_t first = at % kGranuleBytes;
    const std::size_t here = std::min(bytes, kGranuleBytes - first);
    std::optional<Race> race =
        access_granule(id, clock, at / kGranuleBytes, mask_of(first, here), kind);
    if (race) return race;
    at += here;
    bytes -= here;
  }
  return std::nullopt;
}

std::optional<Race> RaceDetector::access_granule(ThreadId id, const VectorClock& clock,
                                                 std::uintptr_t number, std::uint8_t bytes_mask,
                                                 AccessKind kind) {
  Granule& granule = shadow_.at(number);
  if (granule.cells == Granule::kWhole) {
    if (granule.mask == 0) granule.mask = bytes_mask;
    if (granule.mask == bytes_mask) {
      std::optional<Race> race = access_cell(id, clock, granule.cell, kind);
      if (race) race->address = reinterpret_cast<const void*>(number * kGranuleBytes);
      return race;
    }
    split(granule);
  }
  Cell* cells = shadow_.cells(granule.cells);
  for (std::size_t i = 0; i < kGranuleBytes; ++i) {
    if ((bytes_mask >> i & 1) == 0) continue;
    std::optional<Race> race = access_cell(id, clock, cells[i], kind);
    if (!race) continue;
    race->address = reinterpret_cast<const void*>(number * kGranuleBytes + i);
    return race;
  }
  return std::nullopt;
}

std::optional<Race> RaceDetector::access_cell(ThreadId id, const VectorClock& clock, Cell& cell,
                                              AccessKind kind) {
  const Epoch now(id, clock.of(id));
  const bool reads = kind == AccessKind::kRead;
  // What this thread did last, before it told anybody anything, is all there is to know.
  if (cell.written && cell.write == now && (reads || !cell.was_read) && !cell.freed &&
      kind != AccessKind::kFree) {
    return std::nullopt;
  }
  if (reads && cell.was_read && cell.read_vector == Cell::kNoVector && cell.read == now) {
    return std::nullopt;
  }
  if (cell.freed) {
    return Race{nullptr, AccessKind::kFree, cell.write.thread(), kind, id, true};
  }
  if (cell.written && !clock.has_seen(cell.write)) {
    return Race{nullptr, AccessKind::kWrite, cell.write.thread(), kind, id, false};
  }
  if (reads) {
    note_read(id, clock, cell);
    return std::nullopt;
  }
  if (cell.was_read) {
    if (cell.read_vector == Cell::kNoVector) {
      if (!clock.has_seen(cell.read)) {
        return Race{nullptr, AccessKind::kRead, cell.read.thread(), kind, id, false};
      }
    } else {
      const VectorClock& readers = read_vectors_[cell.read_vector];
      for (std::size_t t = 0; t < kThreadsMax; ++t) {
        const auto reader = static_cast<ThreadId>(t);
        if (readers.of(reader) <= clock.of(reader)) continue;
        return Race{nullptr, AccessKind::kRead, reader, kind, id, false};
      }
    }
  }
  cell = Cell{};
  cell.written = true;
  cell.write = now;
  cell.freed = kind == AccessKind::kFree;
  return std::nullopt;
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

std::uint32_t RaceDetector::new_read_vector() {
  if (read_vectors_used_ == read_vectors_.size()) read_vectors_.emplace_back();
  read_vectors_[read_vectors_used_].clear();
  return static_cast<std::uint32_t>(read_vectors_used_++);
}

void RaceDetector::forget(const void* address, std::size_t bytes) {
  auto at = reinterpret_cast<std::uintptr_t>(address) / kGranuleBytes;
  const auto end =
      (reinterpret_cast<std::uintptr_t>(address) + bytes + kGranuleBytes - 1) / kGranuleBytes;
  for (; at < end; ++at) {
    Granule& granule = shadow_.at(at);
    granule.mask = 0;
    granule.cells = Granule::kWhole;
    granule.cell = Cell{};
  }
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
}

}  // namespace interleave
