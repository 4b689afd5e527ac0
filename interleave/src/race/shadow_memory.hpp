// Shadow memory: for each granule of eight bytes that the program uses, who used it last. A granule
// whose bytes are not used alike is split into eight cells.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "model/vector_clock.hpp"

namespace interleave {

inline constexpr std::size_t kGranuleBytes = 8;

// The last uses of some bytes.
struct Cell {
  static constexpr std::uint32_t kNoVector = 0xFFFFFFFF;

  Epoch write;
  Epoch read;
  std::uint32_t read_vector = kNoVector;  // Concurrent reads: index of their vector.
  bool written = false;
  bool was_read = false;
  bool freed = false;
};

struct Granule {
  static constexpr std::uint32_t kWhole = 0xFFFFFFFF;
  static constexpr std::uint8_t kSplit = 0;  // No access has this mask.

  std::uint32_t execution = 0;   // Content of another execution counts as never used.
  std::uint8_t mask = 0;         // While whole: the bytes that its cell stands for.
  std::uint32_t cells = kWhole;  // When split: index of its eight cells.
  Cell cell;
};

class ShadowMemory {
 public:
  ShadowMemory();

  void begin_execution();

  // Returns the granule with that number (address / 8). Its content means something only if
  // is_current() says so; begin_use() makes it empty.
  Granule& at(std::uintptr_t granule) {
    const std::uintptr_t page = granule / kGranulesPerPage;
    Recent& recent = recent_[page % kRecentPages];
    if (recent.page != page) [[unlikely]]
      recent = {page, find(page)};
    return (*recent.granules)[granule % kGranulesPerPage];
  }
  // Whether this execution has used it.
  bool is_current(const Granule& granule) const { return granule.execution == execution_; }
  void begin_use(Granule& granule) {
    granule = Granule{};
    granule.execution = execution_;
  }

  // Returns the index of eight new cells.
  std::uint32_t new_cells();
  Cell* cells(std::uint32_t index) { return split_[index].data(); }

 private:
  static constexpr std::size_t kGranulesPerPage = 512;
  static constexpr std::size_t kRecentPages = 256;
  using Page = std::array<Granule, kGranulesPerPage>;

  struct Recent {
    std::uintptr_t page = ~std::uintptr_t{0};
    Page* granules = nullptr;
  };

  Page* find(std::uintptr_t page);
  std::uint32_t execution_ = 1;
  std::unordered_map<std::uintptr_t, std::unique_ptr<Page>> pages_;
  std::array<Recent, kRecentPages> recent_;  // Direct mapped, in front of pages_.
  std::vector<std::array<Cell, kGranuleBytes>> split_;
  std::size_t split_used_ = 0;
};

}  // namespace interleave
