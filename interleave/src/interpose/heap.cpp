#include "interpose/heap.hpp"

#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <new>
#include <utility>
#include <vector>

#include "interpose/access.hpp"
#include "model/execution.hpp"

namespace interleave {
namespace {

// Of a block that is freed, so many bytes are watched.
constexpr std::size_t kWatchedBytesMax = 4096;

std::vector<void*> quarantine;

std::vector<Block> blocks;  // In the order in which they were asked for.
// Of the first blocks, indices into `blocks` by address. It grows when somebody asks: most
// executions only append.
std::vector<std::uint32_t> by_address;

// The rule by which by_address is ordered. Of two blocks at one address, the later is the last.
bool comes_before(std::uint32_t one, std::uint32_t other) {
  const auto key = [](std::uint32_t i) { return std::pair(blocks[i].address, i); };
  return key(one) < key(other);
}

void order_blocks() {
  const auto sorted = static_cast<std::ptrdiff_t>(by_address.size());
  for (std::size_t i = by_address.size(); i < blocks.size(); ++i) {
    by_address.push_back(static_cast<std::uint32_t>(i));
  }
  std::sort(by_address.begin() + sorted, by_address.end(), comes_before);
  std::inplace_merge(by_address.begin(), by_address.begin() + sorted, by_address.end(),
                     comes_before);
}

void note_block(const void* memory, std::size_t bytes, const void* pc) {
  in_program = false;
  Thread& me = current_execution->self();
  blocks.push_back({memory, bytes, me.id, me.allocations++, pc});
  in_program = true;
}

void* get_memory(std::size_t bytes, std::size_t alignment) {
  if (bytes == 0) bytes = 1;
  for (;;) {
    void* memory =
        alignment <= alignof(std::max_align_t)
            ? std::malloc(bytes)
            : std::aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment);
    if (memory != nullptr) return memory;
    const std::new_handler handler = std::get_new_handler();
    if (handler == nullptr) throw std::bad_alloc();
    handler();
  }
}

void* allocate(std::size_t bytes, std::size_t alignment, const void* pc) {
  void* memory = get_memory(bytes, alignment);
  if (in_program) note_block(memory, bytes, pc);
  return memory;
}

void release(void* memory, const void* pc) {
  if (!in_program || memory == nullptr) return std::free(memory);
  note_access(memory, std::min(malloc_usable_size(memory), kWatchedBytesMax), AccessKind::kFree,
              pc);
  in_program = false;
  quarantine.push_back(memory);
  in_program = true;
}

}  // namespace

const Block* find_block(const void* address) {
  if (by_address.size() < blocks.size()) order_blocks();
  const auto above = std::upper_bound(
      by_address.begin(), by_address.end(), address,
      [](const void* wanted, std::uint32_t i) { return wanted < blocks[i].address; });
  if (above == by_address.begin()) return nullptr;
  const Block& block = blocks[*std::prev(above)];
  const auto* begin = static_cast<const char*>(block.address);
  return static_cast<const char*>(address) <= begin + block.bytes ? &block : nullptr;
}

void free_quarantine() {
  for (void* memory : quarantine) std::free(memory);
  quarantine.clear();
  blocks.clear();
  by_address.clear();
}

}  // namespace interleave

// The C++ standard lets a program replace these ([new.delete]); the array and nothrow forms of the
// standard library call them.
void* operator new(std::size_t bytes) {
  return interleave::allocate(bytes, 1, __builtin_return_address(0));
}
void* operator new(std::size_t bytes, std::align_val_t alignment) {
  return interleave::allocate(bytes, static_cast<std::size_t>(alignment),
                              __builtin_return_address(0));
}
void operator delete(void* memory) noexcept {
  interleave::release(memory, __builtin_return_address(0));
}
void operator delete(void* memory, std::size_t) noexcept {
  interleave::release(memory, __builtin_return_address(0));
}
void operator delete(void* memory, std::align_val_t) noexcept {
  interleave::release(memory, __builtin_return_address(0));
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  interleave::release(memory, __builtin_return_address(0));
}
