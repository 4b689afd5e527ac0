#include "carrier/thread_locals.hpp"

#include <link.h>

#include <cstddef>
#include <cstring>

namespace interleave {
namespace {

// Where the program keeps the initial values of its thread_local variables (ELF's PT_TLS), and
// where the calling thread has its copy.
struct Segment {
  const char* image = nullptr;
  std::size_t image_bytes = 0;
  std::size_t block_bytes = 0;
  char* block = nullptr;
};

int find_segment(dl_phdr_info* module, std::size_t, void* result) {
  auto* found = static_cast<Segment*>(result);
  for (int i = 0; i < module->dlpi_phnum; ++i) {
    const ElfW(Phdr)& header = module->dlpi_phdr[i];
    if (header.p_type != PT_TLS) continue;
    found->image = reinterpret_cast<const char*>(module->dlpi_addr + header.p_vaddr);
    found->image_bytes = header.p_filesz;
    found->block_bytes = header.p_memsz;
    found->block = static_cast<char*>(module->dlpi_tls_data);
  }
  return 1;  // The program is the first module; the others are not asked for.
}

Segment segment_of_this_thread() {
  Segment found;
  dl_iterate_phdr(find_segment, &found);
  return found;
}

const Segment& of_program() {
  static const Segment found = segment_of_this_thread();
  return found;
}

}  // namespace

ThreadLocals ThreadLocals::of_this_thread() { return ThreadLocals(segment_of_this_thread().block); }

bool ThreadLocals::contain(const void* address) const {
  return block_ != nullptr && address >= block_ && address < block_ + of_program().block_bytes;
}

void ThreadLocals::refresh() const {
  const Segment& program = of_program();
  if (block_ == nullptr) return;
  std::memcpy(block_, program.image, program.image_bytes);
  std::memset(block_ + program.image_bytes, 0, program.block_bytes - program.image_bytes);
}

}  // namespace interleave
