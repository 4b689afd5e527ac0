#include "run/shared_heap.hpp"

#include <link.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <new>
#include <system_error>

namespace interleave {

constinit SharedHeap shared_heap;

namespace {

// Where the loader put this library.
struct Library {
  std::uintptr_t code = 0;
  std::size_t code_bytes = 0;
  std::uintptr_t variables = 0;  // Those that are written after the loader is done.
  std::size_t variables_bytes = 0;
};

std::uintptr_t page_end(std::uintptr_t address) {
  const auto page = static_cast<std::uintptr_t>(getpagesize());
  return (address + page - 1) / page * page;
}

bool contains(const dl_phdr_info& module, std::uintptr_t address) {
  for (int i = 0; i < module.dlpi_phnum; ++i) {
    const ElfW(Phdr)& part = module.dlpi_phdr[i];
    if (part.p_type == PT_LOAD && address - (module.dlpi_addr + part.p_vaddr) < part.p_memsz) {
      return true;
    }
  }
  return false;
}

int find_library(dl_phdr_info* module, std::size_t, void* result) {
  if (!contains(*module, reinterpret_cast<std::uintptr_t>(&shared_heap))) return 0;
  Library& library = *static_cast<Library*>(result);
  std::uintptr_t end = 0;
  for (int i = 0; i < module->dlpi_phnum; ++i) {
    const ElfW(Phdr)& part = module->dlpi_phdr[i];
    const std::uintptr_t begin = module->dlpi_addr + part.p_vaddr;
    if (part.p_type == PT_LOAD && (part.p_flags & PF_X) != 0) {
      library.code = begin;
      library.code_bytes = part.p_memsz;
    } else if (part.p_type == PT_LOAD && (part.p_flags & PF_W) != 0) {
      library.variables =
          std::max(library.variables, begin / static_cast<std::uintptr_t>(getpagesize()) *
                                          static_cast<std::uintptr_t>(getpagesize()));
      end = page_end(begin + part.p_memsz);
    } else if (part.p_type == PT_GNU_RELRO) {
      library.variables = std::max(library.variables, page_end(begin + part.p_memsz));
    }
  }
  library.variables_bytes = end - library.variables;
  return 1;
}

void* map_shared(std::size_t bytes) {
  void* memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
  return memory;
}

}  // namespace

void SharedHeap::start() {
  const std::size_t bytes = regions_.size() * kRegionBytes;
  const auto mapped = reinterpret_cast<std::uintptr_t>(map_shared(bytes + kRegionBytes));
  // Each block lies at a multiple of its size, whatever that is.
  base_ = (mapped + kRegionBytes - 1) / kRegionBytes * kRegionBytes;
  bytes_ = bytes;
  share_variables();
}

// Puts shared memory in the place of the library's variables, with what they hold now.
void SharedHeap::share_variables() {
  Library library;
  dl_iterate_phdr(find_library, &library);
  code_ = library.code;
  code_bytes_ = library.code_bytes;
  void* const there = reinterpret_cast<void*>(library.variables);
  void* const shared = map_shared(library.variables_bytes);
  std::memcpy(shared, there, library.variables_bytes);
  // Nothing may be written between the copy and this.
  mremap(shared, library.variables_bytes, library.variables_bytes, MREMAP_MAYMOVE | MREMAP_FIXED,
         there);
}

void* SharedHeap::allocate(std::size_t bytes, std::size_t alignment) {
  const std::size_t wanted = std::max({bytes, alignment, std::size_t{1} << kSmallestBits});
  const auto bits = static_cast<std::size_t>(std::bit_width(wanted - 1));
  if (bits > kLargestBits) throw std::bad_alloc();
  const std::size_t number = bits - kSmallestBits;
  Region& region = regions_[number];
  if (region.free != nullptr) {
    FreeBlock* block = region.free;
    region.free = block->next;
    return block;
  }
  const std::size_t block_bytes = std::size_t{1} << bits;
  if (region.used + block_bytes > kRegionBytes) throw std::bad_alloc();
  const std::uintptr_t block = base_ + number * kRegionBytes + region.used;
  region.used += block_bytes;
  return reinterpret_cast<void*>(block);
}

void SharedHeap::release(void* memory) {
  Region& region = regions_[(reinterpret_cast<std::uintptr_t>(memory) - base_) / kRegionBytes];
  auto* block = static_cast<FreeBlock*>(memory);
  block->next = region.free;
  region.free = block;
}

}  // namespace interleave
