#include "carrier/thread_stack.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace interleave {

ThreadStack::ThreadStack() : bytes_(stack_bytes) {
  const std::size_t guard = static_cast<std::size_t>(getpagesize());
  void* memory = mmap(nullptr, guard + bytes_, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  if (memory == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "thread stack");
  mprotect(memory, guard, PROT_NONE);
  bottom_ = static_cast<char*>(memory) + guard;
}

bool ThreadStack::is_guard(const void* address) const {
  const auto* at = static_cast<const char*>(address);
  return at < bottom_ && at >= bottom_ - getpagesize();
}

}  // namespace interleave
