// Shadow memory: for each granule of eight bytes that the program uses, who used it last.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <unordered_map>

#include "race/epoch.hpp"

namespace interleave {

inline constexpr std::size_t kGranuleBytes = 8;

// The last uses of some bytes. Epochs of other executions, or of none, count as never used.
struct Cell {
  Epoch write;  // Marked: the memory was freed then.
  Epoch read;  // Since that write. Marked: its number is the index of a vector of concurrent reads.
};

// Usually all bytes of a granule that are used are used together, and `cell` is theirs, or they are
// two variables, and `second` is the other's. Where that is not so, each group of bytes that is
// used together is a part with a cell of its own.
struct Granule {
  static constexpr std::uint8_t kInParts = 0;  // No access has this mask.

  Cell cell;
  Cell second;
  std::uint32_t parts = 0;       // kInParts: the index of its parts.
  std::uint8_t mask = 0;         // The bytes that `cell` stands for, one bit each.
  std::uint8_t second_mask = 0;  // Likewise; it has no bit of `mask`. 0: there is no second.
};

class ShadowMemory {
 public:
  // Returns the granule with that number (address / 8), or nullptr if it has to be looked for.
  // The pages used last are found without a call: this is on the way of every access to memory.
  Granule* recent(std::uintptr_t granule) {
    const std::uintptr_t page = granule / kGranulesPerPage;
    const Recent& recent = recent_[page % kRecentPages];
    if (recent.page != page) [[unlikely]]
      return nullptr;
    return &(*recent.granules)[granule % kGranulesPerPage];
  }

  // Returns the granule with that number.
  Granule& at(std::uintptr_t granule) {
    if (Granule* found = recent(granule)) return *found;
    return find(granule);
  }

  // Everything is as if never used.
  void clear() { pages_.clear(), recent_.fill({}); }

 private:
  Granule& find(std::uintptr_t granule);

  static constexpr std::size_t kGranulesPerPage = 512;
  static constexpr std::size_t kRecentPages = 1024;
  using Page = std::array<Granule, kGranulesPerPage>;

  struct Recent {
    std::uintptr_t page = ~std::uintptr_t{0};
    Page* granules = nullptr;
  };

  std::unordered_map<std::uintptr_t, std::unique_ptr<Page>> pages_;
  std::array<Recent, kRecentPages> recent_;  // Direct mapped, in front of pages_.
};

}  // namespace interleave
