#include "interpose/heap.hpp"

#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <new>
#include <vector>

#include "interpose/access.hpp"
#include "model/execution.hpp"

namespace interleave {
namespace {

// Of a block that is freed, so many bytes are watched.
constexpr std::size_t kWatchedBytesMax = 4096;

std::vector<void*> quarantine;

void* allocate(std::size_t bytes, std::size_t alignment) {
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

void release(void* memory, const void* pc) {
  if (!in_program || memory == nullptr) return std::free(memory);
  note_access(memory, std::min(malloc_usable_size(memory), kWatchedBytesMax), AccessKind::kFree,
              pc);
  in_program = false;
  quarantine.push_back(memory);
  in_program = true;
}

}  // namespace

void free_quarantine() {
  for (void* memory : quarantine) std::free(memory);
  quarantine.clear();
}

}  // namespace interleave

// The C++ standard lets a program replace these ([new.delete]); the array and nothrow forms of the
// standard library call them.
void* operator new(std::size_t bytes) { return interleave::allocate(bytes, 1); }
void* operator new(std::size_t bytes, std::align_val_t alignment) {
  return interleave::allocate(bytes, static_cast<std::size_t>(alignment));
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
