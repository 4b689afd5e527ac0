#include "globals/globals_log.hpp"

#include <link.h>

#include <algorithm>

namespace interleave {
namespace {

struct Range {
  const char* begin = nullptr;
  const char* end = nullptr;
};

int find_writable_segment(dl_phdr_info* module, std::size_t, void* result) {
  auto* range = static_cast<Range*>(result);
  for (int i = 0; i < module->dlpi_phnum; ++i) {
    const ElfW(Phdr)& header = module->dlpi_phdr[i];
    if (header.p_type != PT_LOAD || (header.p_flags & PF_W) == 0) continue;
    range->begin = reinterpret_cast<const char*>(module->dlpi_addr + header.p_vaddr);
    range->end = range->begin + header.p_memsz;
  }
  return 1;  // The program is the first module; the others are not asked for.
}

}  // namespace

GlobalsLog globals_log;

GlobalsLog::GlobalsLog() {
  Range range;
  dl_iterate_phdr(find_writable_segment, &range);
  begin_ = range.begin;
  end_ = range.end;
}

void GlobalsLog::note(const char* address, std::size_t bytes) {
  while (bytes > 0) {
    const std::size_t here = std::min(bytes, sizeof(std::uint64_t));
    Before before{const_cast<char*>(address), 0, static_cast<std::uint8_t>(here)};
    std::memcpy(&before.value, address, here);
    writes_.push_back(before);
    address += here;
    bytes -= here;
  }
}

void GlobalsLog::undo() {
  for (; !writes_.empty(); writes_.pop_back()) {
    const Before& last = writes_.back();
    std::memcpy(last.address, &last.value, last.bytes);
  }
}

}  // namespace interleave
