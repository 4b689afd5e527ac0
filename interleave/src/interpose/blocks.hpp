// The memory that the program asked for in this execution.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/memory.hpp"

namespace interleave {

// All blocks of one execution, those that were freed too. Storage is kept for the next execution.
class Blocks {
 public:
  Blocks();

  void clear();
  void add(const Block& block);

  // Returns all of them in the order in which they were asked for. Valid until the next add().
  const std::vector<Block>& all() const { return blocks_; }

  // Returns the block that begins at `address`, or nullptr. Valid until the next add().
  Block* beginning_at(const void* address);

  // Returns the block that `address` lies in or just behind, or nullptr. Valid until the next
  // add(). The blocks are put in order when somebody asks this; most executions never do.
  const Block* around(const void* address);

 private:
  struct Entry {
    const void* address = nullptr;
    std::uint32_t generation = 0;
    std::uint32_t index = 0;
  };

  Entry& entry_of(const void* address);
  void grow();
  void order();

  // All blocks lie between these.
  std::uintptr_t lowest_;
  std::uintptr_t highest_;
  std::vector<Block> blocks_;   // In the order in which they were asked for.
  std::vector<Entry> entries_;  // By where they begin. Open addressing; the size is a power of two.
  std::uint32_t generation_ = 1;           // Entries of another generation are empty.
  std::vector<std::uint32_t> by_address_;  // Of the first blocks, their indices by address.
};

}  // namespace interleave
