#include "race/shadow_memory.hpp"

namespace interleave {

ShadowMemory::ShadowMemory() = default;

void ShadowMemory::begin_execution() {
  ++execution_;
  split_used_ = 0;
}

std::uint32_t ShadowMemory::new_cells() {
  if (split_used_ == split_.size()) split_.emplace_back();
  return static_cast<std::uint32_t>(split_used_++);
}

ShadowMemory::Page* ShadowMemory::find(std::uintptr_t page) {
  std::unique_ptr<Page>& found = pages_[page];
  if (found == nullptr) found = std::make_unique<Page>();
  return found.get();
}

}  // namespace interleave
