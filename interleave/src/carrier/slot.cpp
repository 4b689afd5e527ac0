#include "carrier/slot.hpp"

#include <link.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "carrier/thread_pointer.hpp"
#include "interpose/real.hpp"

namespace interleave {
namespace {

// Where the program keeps the initial values of its thread_local variables (ELF's PT_TLS), and
// where the calling thread has its copy. Libraries' own blocks are left alone.
struct ThreadLocals {
  const char* image = nullptr;
  std::size_t image_bytes = 0;
  std::size_t block_bytes = 0;
  char* block = nullptr;
};

int find_thread_locals(dl_phdr_info* module, std::size_t, void* result) {
  auto* found = static_cast<ThreadLocals*>(result);
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

ThreadLocals thread_locals_of_this_thread() {
  ThreadLocals found;
  dl_iterate_phdr(find_thread_locals, &found);
  return found;
}

struct Introduction {
  std::uint64_t thread_pointer = 0;
  char* thread_locals = nullptr;
  sem_t done;
};

// The helper says where its thread_local block is, and then only lends it. It never wakes again.
void* lend_thread_locals(void* argument) {
  auto* introduction = static_cast<Introduction*>(argument);
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);  // Signals are for the thread that explores.
  introduction->thread_pointer = thread_pointer();
  introduction->thread_locals = thread_locals_of_this_thread().block;
  sem_post(&introduction->done);
  for (;;) pause();
}

char* map_stack() {
  const std::size_t guard = static_cast<std::size_t>(getpagesize());
  void* memory = mmap(nullptr, guard + kStackBytes, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  if (memory == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "thread stack");
  mprotect(memory, guard, PROT_NONE);
  return static_cast<char*>(memory) + guard;
}

}  // namespace

Slot::Slot() : stack_(map_stack()) {
  Introduction introduction;
  sem_init(&introduction.done, 0, 0);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 64 * 1024);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_t helper;
  const int error = real().pthread_create(&helper, &attributes, lend_thread_locals, &introduction);
  pthread_attr_destroy(&attributes);
  if (error != 0) throw std::system_error(error, std::generic_category(), "helper thread");
  while (sem_wait(&introduction.done) != 0) {
  }
  thread_pointer_ = introduction.thread_pointer;
  thread_locals_ = introduction.thread_locals;
}

void Slot::refresh_thread_locals() {
  static const ThreadLocals program = thread_locals_of_this_thread();
  if (thread_locals_ == nullptr) return;
  std::memcpy(thread_locals_, program.image, program.image_bytes);
  std::memset(thread_locals_ + program.image_bytes, 0, program.block_bytes - program.image_bytes);
}

bool Slot::is_guard(const void* address) const {
  const auto* at = static_cast<const char*>(address);
  return at < stack_ && at >= stack_ - getpagesize();
}

}  // namespace interleave
