#include "interpose/surroundings.hpp"

#include "execution/processes.hpp"
#include "globals/globals_log.hpp"
#include "interpose/heap.hpp"
#include "interpose/library_locks.hpp"
#include "interpose/pthread_key.hpp"
#include "model/run.hpp"
#include "race/race_detector.hpp"
#include "race/racing_places.hpp"

namespace interleave {
namespace {

class AllSurroundings final : public Surroundings {
 public:
  void begin_run(Run& run) override {
    race_detector.begin_execution();
    run.observers.add(racing_places);
  }

  void clean_up() override {
    forget_keys();
    if (processes != nullptr) {  // It ends with its process.
      forget_quarantine();
      globals_log.forget();
      return;
    }
    free_quarantine();
    globals_log.undo();
  }

  // The addresses of global variables and of what lies on a stack are the same in every schedule.
  // For what was allocated, it is said by whom.
  std::uint64_t key_of(const void* address) const override {
    const auto number = reinterpret_cast<std::uintptr_t>(address);
    const Block* block = find_block(address);
    if (block == nullptr) return number;
    const std::uint64_t offset = number - reinterpret_cast<std::uintptr_t>(block->address);
    constexpr std::uint64_t kAllocated = std::uint64_t{1} << 62;
    return (kAllocated | std::uint64_t{block->thread} << 48) ^ std::uint64_t{block->number} << 24 ^
           offset;
  }

  bool waits_inside_library(const Thread& thread) const override {
    return is_inside_library(thread);
  }

  void end_thread(Thread& thread) override { destroy_key_values(thread); }
};

}  // namespace

Surroundings& surroundings() {
  static AllSurroundings all;
  return all;
}

}  // namespace interleave
