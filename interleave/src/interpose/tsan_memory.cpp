// What compilers call around every access to memory and every function when they are told
// -fsanitize=thread. The names and arguments are theirs (compiler-rt's tsan_interface.h).
#include <cstddef>
#include <cstring>

#include "execution/execution.hpp"
#include "globals/globals_log.hpp"
#include "interpose/access.hpp"
#include "race/race_detector.hpp"
#include "race/racing_places.hpp"

namespace interleave {

bool program_is_instrumented = false;

void note_access(const void* address, std::size_t bytes, AccessKind kind, const void* pc) {
  if (!in_program) return;
  Execution& execution = *current_execution;
  if (racing_places != nullptr) [[unlikely]] {
    return note_access_to_choose(address, bytes, kind, pc);
  }
  const OutsideProgram outside;
  Thread& me = execution.self();
  if (kind == AccessKind::kWrite) globals_log.note_write(address, bytes);
  if (execution.state().observers.want_accesses())
    execution.state().note_access({address, bytes, kind, pc});
  const Race* race = kind == AccessKind::kFree
                         ? race_detector.free(me.id, me.clock, address, bytes)
                         : race_detector.access(me.id, me.clock, address, bytes, kind);
  if (race != nullptr) {
    const FailureKind failure = race->after_free ? FailureKind::kMisuse : FailureKind::kDataRace;
    execution.fail({failure, "", "", me.id, *race});
  }
  if (++me.accesses == Execution::kAccessesBetweenSteps) execution.note_long_run(pc);
}

namespace {

// Most accesses need nothing but a look into shadow memory, which takes about ten nanoseconds less
// here than in note_access(). There are some hundred of them in a small schedule.
template <AccessKind kind>
[[gnu::always_inline]] inline void note_small_access(const void* address, std::size_t bytes,
                                                     const void* pc) {
  if (!in_program) return;
  Execution& execution = *current_execution;
  Thread& me = execution.self();
  const bool is_noted_elsewhere = execution.state().observers.want_accesses() ||
                                  (kind == AccessKind::kWrite && globals_log.is_static(address)) ||
                                  me.accesses + 1 == Execution::kAccessesBetweenSteps;
  if (is_noted_elsewhere || !race_detector.access_at_once<kind>(me.id, me.clock, address, bytes))
      [[unlikely]]
    return note_access(address, bytes, kind, pc);
  ++me.accesses;
}

}  // namespace
}  // namespace interleave

using interleave::AccessKind;
using interleave::note_access;
using interleave::note_small_access;

#define INTERLEAVE_CALLER __builtin_return_address(0)

// NOLINTBEGIN(bugprone-reserved-identifier)
extern "C" {

void __tsan_init() { interleave::program_is_instrumented = true; }

#define INTERLEAVE_ACCESS(bytes)                                         \
  void __tsan_read##bytes(void* at) {                                    \
    note_small_access<AccessKind::kRead>(at, bytes, INTERLEAVE_CALLER);  \
  }                                                                      \
  void __tsan_write##bytes(void* at) {                                   \
    note_small_access<AccessKind::kWrite>(at, bytes, INTERLEAVE_CALLER); \
  }                                                                      \
  void __tsan_read_write##bytes(void* at) {                              \
    note_small_access<AccessKind::kWrite>(at, bytes, INTERLEAVE_CALLER); \
  }                                                                      \
  void __tsan_unaligned_read##bytes(void* at) {                          \
    note_small_access<AccessKind::kRead>(at, bytes, INTERLEAVE_CALLER);  \
  }                                                                      \
  void __tsan_unaligned_write##bytes(void* at) {                         \
    note_small_access<AccessKind::kWrite>(at, bytes, INTERLEAVE_CALLER); \
  }                                                                      \
  void __tsan_unaligned_read_write##bytes(void* at) {                    \
    note_small_access<AccessKind::kWrite>(at, bytes, INTERLEAVE_CALLER); \
  }                                                                      \
  void __tsan_volatile_read##bytes(void* at) {                           \
    note_small_access<AccessKind::kRead>(at, bytes, INTERLEAVE_CALLER);  \
  }                                                                      \
  void __tsan_volatile_write##bytes(void* at) {                          \
    note_small_access<AccessKind::kWrite>(at, bytes, INTERLEAVE_CALLER); \
  }

INTERLEAVE_ACCESS(1)
INTERLEAVE_ACCESS(2)
INTERLEAVE_ACCESS(4)
INTERLEAVE_ACCESS(8)
INTERLEAVE_ACCESS(16)
#undef INTERLEAVE_ACCESS

void __tsan_read_range(void* at, unsigned long bytes) {
  note_access(at, bytes, AccessKind::kRead, INTERLEAVE_CALLER);
}
void __tsan_write_range(void* at, unsigned long bytes) {
  note_access(at, bytes, AccessKind::kWrite, INTERLEAVE_CALLER);
}

// The pointer to the virtual functions, written by constructors and destructors. A destructor that
// writes what is there already is no race.
void __tsan_vptr_update(void** at, void* value) {
  if (*at != value) {
    note_small_access<AccessKind::kWrite>(at, sizeof(void*), INTERLEAVE_CALLER);
  }
}
void __tsan_vptr_read(void** at) {
  note_small_access<AccessKind::kRead>(at, sizeof(void*), INTERLEAVE_CALLER);
}

void __tsan_func_entry(void* called_from) {
  if (!interleave::in_program) return;
  interleave::CallStack& calls = interleave::current_execution->self().calls;
  if (calls.depth < interleave::CallStack::kFramesMax) calls.frames[calls.depth] = called_from;
  ++calls.depth;
}

void __tsan_func_exit() {
  if (!interleave::in_program) return;
  interleave::CallStack& calls = interleave::current_execution->self().calls;
  if (calls.depth > 0) --calls.depth;
}

// Compilers leave calls of these in instrumented code; the linker sends them here (--wrap), or
// clang does by their other name.
void* __wrap_memcpy(void* to, const void* from, std::size_t bytes) {
  note_access(from, bytes, AccessKind::kRead, INTERLEAVE_CALLER);
  note_access(to, bytes, AccessKind::kWrite, INTERLEAVE_CALLER);
  return std::memcpy(to, from, bytes);
}
void* __wrap_memmove(void* to, const void* from, std::size_t bytes) {
  note_access(from, bytes, AccessKind::kRead, INTERLEAVE_CALLER);
  note_access(to, bytes, AccessKind::kWrite, INTERLEAVE_CALLER);
  return std::memmove(to, from, bytes);
}
void* __wrap_memset(void* to, int value, std::size_t bytes) {
  note_access(to, bytes, AccessKind::kWrite, INTERLEAVE_CALLER);
  return std::memset(to, value, bytes);
}
void* __tsan_memcpy(void* to, const void* from, unsigned long bytes) {
  note_access(from, bytes, AccessKind::kRead, INTERLEAVE_CALLER);
  note_access(to, bytes, AccessKind::kWrite, INTERLEAVE_CALLER);
  return std::memcpy(to, from, bytes);
}
void* __tsan_memmove(void* to, const void* from, unsigned long bytes) {
  note_access(from, bytes, AccessKind::kRead, INTERLEAVE_CALLER);
  note_access(to, bytes, AccessKind::kWrite, INTERLEAVE_CALLER);
  return std::memmove(to, from, bytes);
}
void* __tsan_memset(void* to, int value, unsigned long bytes) {
  note_access(to, bytes, AccessKind::kWrite, INTERLEAVE_CALLER);
  return std::memset(to, value, bytes);
}

}  // extern "C"
// NOLINTEND(bugprone-reserved-identifier)
