#include "globals/globals_log.hpp"

#include <link.h>

#include <algorithm>
#include <cstring>

namespace interleave {

GlobalsLog globals_log;

std::vector<GlobalsLog::Range> GlobalsLog::writable_segments() {
  const auto collect = [](dl_phdr_info* module, std::size_t, void* result) {
    auto* ranges = static_cast<std::vector<Range>*>(result);
    for (int i = 0; i < module->dlpi_phnum; ++i) {
      const ElfW(Phdr)& header = module->dlpi_phdr[i];
      if (header.p_type != PT_LOAD || (header.p_flags & PF_W) == 0) continue;
      const auto* begin = reinterpret_cast<const char*>(module->dlpi_addr + header.p_vaddr);
      ranges->push_back({begin, begin + header.p_memsz});
    }
    return 0;
  };
  std::vector<Range> ranges;
  dl_iterate_phdr(collect, &ranges);
  return ranges;
}

GlobalsLog::GlobalsLog()
    : segments_(writable_segments()),
      begin_(segments_.front().begin),
      end_(segments_.front().end) {}

bool GlobalsLog::belongs_to_library(const void* address) const {
  const auto* at = static_cast<const char*>(address);
  return std::any_of(segments_.begin() + 1, segments_.end(), [at](const Range& segment) {
    return at >= segment.begin && at < segment.end;
  });
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
