// Checks that run after every step of an exploration: what must hold in each state that the program
// goes through, and not only at its end.
//
//   interleave::explore([] {
//     std::map<int, int> leaders;  // By term. The harness keeps it.
//     interleave::Invariant one_leader("at most one leader in a term", [&]() -> std::string {
//       for (const auto& [term, count] : leaders) {
//         if (count > 1) return "term " + std::to_string(term) + " has " + std::to_string(count);
//       }
//       return "";  // It holds.
//     });
//     ... start the threads ...
//   });
//
// A step is what a thread does between two choices of the schedule: an operation (it locks, it
// writes an atomic) and all that it does on its own after that, up to its next operation. The step
// that breaks an invariant is the failure, and the last one of its story.
//
// A check is no part of the program: it may read what threads write without a lock, its accesses
// are no steps and race with nothing, and what it asks for is not seen by others. It only looks:
// what it changed would not be undone.
//
// While an observer lives, every state counts. So no two schedules are taken for the same, giving
// back a mutex is a choice of its own, and there are more schedules than without.
//
// Thread safety: from any thread inside a body; the checks themselves run one at a time.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace interleave {

// Returns how many threads there are now, the body's own among them: those that were started and
// have more left to do than to end.
// Throws std::logic_error outside an exploration.
std::size_t threads_alive();

// Memory that the body and its threads asked for and have not given back.
struct MemoryInUse {
  std::size_t blocks = 0;
  std::size_t bytes = 0;
};

// Returns what is in use now. It takes time in proportion to all that was ever asked for.
// Throws std::logic_error outside an exploration.
MemoryInUse memory_in_use();

// A step that a thread has just taken. Valid during the call.
struct TakenStep {
  std::size_t thread = 0;        // 0 is the body; the others in the order in which they started.
  std::string_view thread_name;  // As in the story; empty for a thread that nobody named.
  std::string_view does;         // In words: "locks", "waits for", "writes", "starts".
};

// Sees all steps from its construction to its destruction. Derive from it, and make one in the body
// or in what the body makes. Outside an exploration it sees nothing.
//
// Any of these may call interleave::check(). An exception that leaves one is a mistake of the test:
// the exploration ends with Verdict::kUnknown and says so.
class StepObserver {
 public:
  StepObserver();
  virtual ~StepObserver();
  StepObserver(const StepObserver&) = delete;
  StepObserver& operator=(const StepObserver&) = delete;

  // The step has taken its whole effect.
  virtual void step_taken(const TakenStep& /*step*/) {}

  // A thread is started; it has taken no step yet.
  virtual void thread_begins(std::size_t /*thread*/) {}

  // A thread has nothing left to do but to end. Until somebody joins it that may take a while.
  virtual void thread_ends(std::size_t /*thread*/) {}

 private:
  friend class BodyObservers;

  StepObserver* next_ = nullptr;
};

// Something that holds after every step, up to the end of its own scope.
class Invariant final : public StepObserver {
 public:
  // `check` returns in words what is wrong, or nothing where all is well. A failure is told with
  // both: `promise` is broken, and how.
  Invariant(std::string promise, std::function<std::string()> check);
  ~Invariant() override;

  void step_taken(const TakenStep& step) override;

 private:
  std::string promise_;
  std::function<std::string()> check_;
};

}  // namespace interleave
