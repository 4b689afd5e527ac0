#include "program.hpp"

#include <dlfcn.h>
#include <sys/auxv.h>

namespace interleave {

const void* program_base() {
  static const void* base = []() -> const void* {
    Dl_info info;
    const auto* entry = reinterpret_cast<const void*>(getauxval(AT_ENTRY));
    return dladdr(entry, &info) == 0 ? nullptr : info.dli_fbase;
  }();
  return base;
}

}  // namespace interleave
