#include "race/shadow_memory.hpp"

namespace interleave {

Granule& ShadowMemory::find(std::uintptr_t granule) {
  const std::uintptr_t page = granule / kGranulesPerPage;
  std::unique_ptr<Page>& found = pages_[page];
  if (found == nullptr) found = std::make_unique<Page>();
  recent_[page % kRecentPages] = {page, found.get()};
  return (*found)[granule % kGranulesPerPage];
}

}  // namespace interleave
