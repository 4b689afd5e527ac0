#include "race/racing_places.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "program.hpp"

namespace interleave {

RacingPlaces* racing_places = nullptr;

namespace {

constexpr int kBase = 36;

// Calls use(granule, mask) for each granule that the bytes lie in, until it returns a race.
template <typename Use>
const Race* for_each_granule(std::uintptr_t address, std::size_t bytes, Use use) {
  while (bytes > 0) {
    const std::size_t first = address % kGranuleBytes;
    const std::size_t here = std::min(bytes, kGranuleBytes - first);
    const auto mask = static_cast<std::uint8_t>(((1u << here) - 1) << first);
    if (const Race* race = use(address / kGranuleBytes, mask)) return race;
    address += here;
    bytes -= here;
  }
  return nullptr;
}

void insert(std::vector<const void*>& places, const void* pc) {
  const auto at = std::lower_bound(places.begin(), places.end(), pc);
  if (at == places.end() || *at != pc) places.insert(at, pc);
}

}  // namespace

bool RacingPlaces::contains(const void* pc) const {
  return std::binary_search(known_.begin(), known_.end(), pc);
}

void RacingPlaces::run_begins(const Run&) {
  uses_.clear();
  freed_.clear();
}

const Race* RacingPlaces::access(ThreadId id, const VectorClock& clock, const void* address,
                                 std::size_t bytes, AccessKind kind, const void* pc) {
  const auto at = reinterpret_cast<std::uintptr_t>(address);
  Use now{id, kind, 0, clock.of(id), pc, address};
  if (const Race* race = check_freed(now, at)) return race;
  const Race* race = for_each_granule(at, bytes, [&](std::uintptr_t granule, std::uint8_t mask) {
    now.mask = mask;
    return access_granule(now, clock, granule);
  });
  if (race == nullptr && kind == AccessKind::kFree) freed_[at] = {at + bytes, id};
  return race;
}

const Race* RacingPlaces::access_granule(const Use& now, const VectorClock& clock,
                                         std::uintptr_t granule) {
  std::vector<Use>& uses = uses_[granule];
  Use* same = nullptr;
  for (Use& before : uses) {
    if (const Race* race = check_use(now, before, clock, granule)) return race;
    if (before.thread == now.thread && before.pc == now.pc && before.kind == now.kind &&
        before.mask == now.mask) {
      same = &before;
    }
  }
  if (same != nullptr) {
    same->clock = now.clock;
  } else {
    uses.push_back(now);
  }
  return nullptr;
}

const Race* RacingPlaces::check_use(const Use& now, const Use& before, const VectorClock& clock,
                                    std::uintptr_t granule) {
  const bool conflict = (now.mask & before.mask) != 0 && now.thread != before.thread &&
                        (now.kind != AccessKind::kRead || before.kind != AccessKind::kRead);
  if (!conflict || clock.of(before.thread) >= before.clock) return nullptr;
  if (contains(now.pc) && contains(before.pc)) return nullptr;
  found_ = {now.pc, before.pc};
  race_ = {reinterpret_cast<const void*>(granule * kGranuleBytes),
           before.kind,
           before.thread,
           now.kind,
           now.thread,
           false};
  return &race_;
}

const Race* RacingPlaces::check_freed(const Use& now, std::uintptr_t address) {
  auto block = freed_.upper_bound(address);
  if (block == freed_.begin() || address >= (--block)->second.end) return nullptr;
  race_ = {now.address, AccessKind::kFree, block->second.by, now.kind, now.thread, true};
  return &race_;
}

const void* RacingPlaces::object_of(const void* address, std::size_t bytes) const {
  const void* object = address;
  for_each_granule(reinterpret_cast<std::uintptr_t>(address), bytes,
                   [&](std::uintptr_t granule, std::uint8_t mask) -> const Race* {
                     const auto uses = uses_.find(granule);
                     if (uses == uses_.end()) return nullptr;
                     for (const Use& use : uses->second) {
                       if ((use.mask & mask) == 0) continue;
                       object = use.address;
                       return nullptr;
                     }
                     return nullptr;
                   });
  return object;
}

bool RacingPlaces::learn() {
  if (found_.empty()) return false;
  for (const void* pc : found_) insert(known_, pc);
  found_.clear();
  return true;
}

std::string RacingPlaces::to_string() const {
  std::string text;
  for (const void* pc : known_) {
    char digits[16];
    const auto offset = static_cast<const char*>(pc) - static_cast<const char*>(program_base());
    const auto end = std::to_chars(std::begin(digits), std::end(digits), offset, kBase).ptr;
    if (!text.empty()) text += '.';
    text.append(digits, end);
  }
  return text;
}

void RacingPlaces::parse(std::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at != end) {
    std::ptrdiff_t offset = 0;
    const auto [next, error] = std::from_chars(at, end, offset, kBase);
    if (error != std::errc{} || (next != end && *next != '.')) {
      throw std::invalid_argument("'" + std::string(text) + "' are no racing places.");
    }
    insert(known_, static_cast<const char*>(program_base()) + offset);
    at = next == end ? end : next + 1;
  }
}

}  // namespace interleave
