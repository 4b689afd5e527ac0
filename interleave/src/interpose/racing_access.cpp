// Accesses to memory where races are choices (Options::races_are_choices).
#include "execution/execution.hpp"
#include "globals/globals_log.hpp"
#include "interpose/access.hpp"
#include "model/spin.hpp"
#include "race/racing_places.hpp"

namespace interleave {
namespace {

// As with atomics, who reads the same again and again stands back for the others. What is written
// is not known before it is: every write counts as a change.
void take_step(Execution& execution, const void* address, AccessKind kind, const void* pc) {
  Thread& me = execution.self();
  me.pc = pc;
  Object& memory = execution.object(address, ObjectKind::kMemory);
  const bool reads = kind == AccessKind::kRead;
  begin_look(me, memory);
  execution.perform(
      {.kind = reads ? OpKind::kAtomicLoad : OpKind::kAtomicStore, .object = &memory});
  if (!reads) ++memory.version;
  end_look(me, memory, !reads);
}

// The address of a mutex may be that of a variable, too.
const void* apart_from_other_objects(const void* address) {
  constexpr std::uintptr_t kNoAddressOfAProgram = std::uintptr_t{1} << 63;
  return reinterpret_cast<const void*>(reinterpret_cast<std::uintptr_t>(address) |
                                       kNoAddressOfAProgram);
}

}  // namespace

void note_access_to_choose(const void* address, std::size_t bytes, AccessKind kind,
                           const void* pc) {
  const OutsideProgram outside;
  Execution& execution = *current_execution;
  Thread& me = execution.self();
  RacingPlaces& racing = *racing_places;
  if (racing.contains(pc)) {
    take_step(execution, apart_from_other_objects(racing.object_of(address, bytes)), kind, pc);
  }
  if (kind == AccessKind::kWrite) globals_log.note_write(address, bytes);
  execution.state().note_access({address, bytes, kind, pc});
  const Race* race = racing.access(me.id, me.clock, address, bytes, kind, pc);
  if (race != nullptr) {
    const FailureKind failure = race->after_free ? FailureKind::kMisuse : FailureKind::kDataRace;
    execution.fail({failure, "", "", me.id, *race});
  }
  if (++me.accesses == Execution::kAccessesBetweenSteps) execution.note_long_run(pc);
}

}  // namespace interleave
