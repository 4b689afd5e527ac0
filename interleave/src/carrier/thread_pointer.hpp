// The register through which compiled code reaches its thread_local variables and errno.
#pragma once

#include <cstdint>

#if defined(__x86_64__)
#include <asm/prctl.h>
#include <immintrin.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <unistd.h>
#elif !defined(__aarch64__)
#error "interleave runs on x86-64 and aarch64"
#endif

namespace interleave {

#if defined(__x86_64__)

// Whether the kernel lets user code write the fs base (Linux 5.9, AT_HWCAP2 bit 1). Without it each
// switch costs a system call.
inline const bool thread_pointer_is_writable = (getauxval(AT_HWCAP2) & 2) != 0;

// The ABI has the pointer itself stand where it points to, so that reading it is no system call.
inline std::uint64_t thread_pointer() {
  std::uint64_t base;
  asm volatile("mov %%fs:0, %0" : "=r"(base));
  return base;
}

// The system call stands here in assembler: libc's would write errno through the register that
// is just being changed.
__attribute__((target("fsgsbase"))) inline void set_thread_pointer(std::uint64_t base) {
  if (thread_pointer_is_writable) return _writefsbase_u64(base);
  long result = SYS_arch_prctl;
  asm volatile("syscall" : "+a"(result) : "D"(ARCH_SET_FS), "S"(base) : "rcx", "r11", "memory");
}

#else

inline std::uint64_t thread_pointer() {
  std::uint64_t base;
  asm volatile("mrs %0, tpidr_el0" : "=r"(base));
  return base;
}

inline void set_thread_pointer(std::uint64_t base) {
  asm volatile("msr tpidr_el0, %0" : : "r"(base) : "memory");
}

#endif

}  // namespace interleave
