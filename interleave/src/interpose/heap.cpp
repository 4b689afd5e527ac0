#include "interpose/heap.hpp"

#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <new>
#include <vector>

#include "execution/execution.hpp"
#include "globals/globals_log.hpp"
#include "interpose/access.hpp"
#include "run/shared_heap.hpp"

namespace interleave {
namespace {

// Of a block that is freed, so many bytes are watched.
constexpr std::size_t kWatchedBytesMax = 4096;

// Of the program's blocks. libstdc++ keeps those who sleep on an atomic in one of 16 places, by
// bits 2 to 5 of its address: so these are the same in every run.
constexpr std::size_t kAlignment = 64;

std::vector<void*> quarantine;
Blocks blocks;

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
  if (shared_heap.is_on() && (!in_program || shared_heap.is_ours(pc))) [[unlikely]] {
    return shared_heap.allocate(bytes, alignment);
  }
  if (!in_program) return get_memory(bytes, alignment);
  void* memory = get_memory(bytes, std::max(alignment, kAlignment));
  const OutsideProgram outside;
  Thread& me = current_execution->self();
  const Block block{memory, bytes, me.id, me.allocations++, pc};
  blocks.add(block);
  if (current_execution->state().is_watched()) current_execution->state().note_block(block);
  return memory;
}

[[noreturn]] void fail(void* memory, const char* message, ThreadId freed_by, const void* pc) {
  Execution& execution = *current_execution;
  Thread& me = execution.self();
  me.pc = pc;
  if (freed_by == kNobody) execution.fail({FailureKind::kMisuse, message, "", me.id});
  execution.state().note_access({memory, 1, AccessKind::kFree, pc});
  const Race race{memory, AccessKind::kFree, freed_by, AccessKind::kFree, me.id, true};
  execution.fail({FailureKind::kMisuse, message, "", me.id, race});
}

// Memory from before the execution is the program's to free as well. What cannot have come from
// operator new: a variable, or the middle of a block.
bool is_no_block(const void* memory) {
  return globals_log.is_static(memory) ||
         current_execution->state().thread_with_stack(memory) != nullptr ||
         blocks.around(memory) != nullptr;
}

// Notes in whose hands the block is from now on: nobody's. Returns how many bytes it has.
std::size_t note_freed(void* memory, const void* pc) {
  const OutsideProgram outside;
  Block* block = blocks.beginning_at(memory);
  if (block == nullptr && is_no_block(memory)) {
    fail(memory, "deletes what did not come from new", kNobody, pc);
  }
  if (block == nullptr) return malloc_usable_size(memory);
  if (block->freed_by != kNobody) {
    fail(memory, "frees memory a second time", block->freed_by, pc);
  }
  block->freed_by = current_execution->self().id;
  return block->bytes;
}

void release(void* memory, const void* pc) {
  if (shared_heap.owns(memory)) [[unlikely]]
    return shared_heap.release(memory);
  if (!in_program || memory == nullptr) return std::free(memory);
  const std::size_t bytes = note_freed(memory, pc);
  note_access(memory, std::min(bytes, kWatchedBytesMax), AccessKind::kFree, pc);
  const OutsideProgram outside;
  quarantine.push_back(memory);
}

}  // namespace

MemoryInUse memory_of_program() {
  MemoryInUse in_use;
  for (const Block& block : blocks.all()) {
    if (block.freed_by != kNobody) continue;
    ++in_use.blocks;
    in_use.bytes += block.bytes;
  }
  return in_use;
}

const Block* find_block(const void* address) { return blocks.around(address); }

void forget_quarantine() {
  quarantine.clear();
  blocks.clear();
}

void free_quarantine() {
  for (void* memory : quarantine) std::free(memory);
  forget_quarantine();
}

}  // namespace interleave

#define INTERLEAVE_CALLER __builtin_return_address(0)

// The C++ standard lets a program replace these ([new.delete]); the array and nothrow forms of the
// standard library call them.
void* operator new(std::size_t bytes) { return interleave::allocate(bytes, 1, INTERLEAVE_CALLER); }
void* operator new(std::size_t bytes, std::align_val_t alignment) {
  return interleave::allocate(bytes, static_cast<std::size_t>(alignment), INTERLEAVE_CALLER);
}
void* operator new[](std::size_t bytes) {
  return interleave::allocate(bytes, 1, INTERLEAVE_CALLER);
}
void operator delete[](void* memory) noexcept { interleave::release(memory, INTERLEAVE_CALLER); }
void operator delete[](void* memory, std::size_t) noexcept {
  interleave::release(memory, INTERLEAVE_CALLER);
}
void operator delete(void* memory) noexcept { interleave::release(memory, INTERLEAVE_CALLER); }
void operator delete(void* memory, std::size_t) noexcept {
  interleave::release(memory, INTERLEAVE_CALLER);
}
void operator delete(void* memory, std::align_val_t) noexcept {
  interleave::release(memory, INTERLEAVE_CALLER);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  interleave::release(memory, INTERLEAVE_CALLER);
}
