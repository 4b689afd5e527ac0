// Memory that the explorer shares with the processes that it forks: its own variables, and what it
// asks operator new for. So a search goes on in one process after the other, each of which has the
// program's memory as it was at its start, and the explorer's as the last one left it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace interleave {

class SharedHeap {
 public:
  constexpr SharedHeap() = default;

  // From now on the explorer's variables and new memory are shared with all processes forked later.
  // Requires: one thread, and nothing forked yet. Throws std::system_error.
  void start();

  bool is_on() const { return bytes_ != 0; }

  // Whether `pc` is a place in the explorer's own code.
  bool is_ours(const void* pc) const {
    return reinterpret_cast<std::uintptr_t>(pc) - code_ < code_bytes_;
  }
  // Whether `memory` came from allocate().
  bool owns(const void* memory) const {
    return reinterpret_cast<std::uintptr_t>(memory) - base_ < bytes_;
  }

  // Throws std::bad_alloc.
  void* allocate(std::size_t bytes, std::size_t alignment);
  void release(void* memory);

 private:
  // Blocks are powers of two in size, each size in a region of its own.
  static constexpr std::size_t kSmallestBits = 4;
  static constexpr std::size_t kLargestBits = 30;
  static constexpr std::size_t kRegionBytes = std::size_t{1} << kLargestBits;

  struct FreeBlock {
    FreeBlock* next;
  };
  struct Region {
    FreeBlock* free = nullptr;  // Given back.
    std::size_t used = 0;       // Bytes that were ever given out.
  };

  void share_variables();

  std::uintptr_t base_ = 0;
  std::size_t bytes_ = 0;
  std::uintptr_t code_ = 0;
  std::size_t code_bytes_ = 0;
  std::array<Region, kLargestBits - kSmallestBits + 1> regions_{};
};

extern constinit SharedHeap shared_heap;

}  // namespace interleave
