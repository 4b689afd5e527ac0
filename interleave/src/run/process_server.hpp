// A process for each run. The explorer runs on a stack in shared memory, and so can go on in any of
// the processes; only one of them runs at a time.
//
//   first process            child 1                 child 2
//   explorer begins
//   forks, waits        ->   explorer: one run
//                            explorer: next()    ->  (the first forks again)
//                                                    explorer: one run
//                                                    explorer: tells the story
//   explorer: go_home() <-
#pragma once

#include <cstddef>
#include <string>

#include "carrier/flow.hpp"
#include "execution/processes.hpp"

namespace interleave {

class ProcessServer final : public Processes {
 public:
  // Runs `explorer` until it returns, in this process and in children of it.
  // Requires: shared_heap is on. Returns false if the explorer did not come to its end: why_not()
  // says why.
  bool serve(void (*explorer)());
  std::string why_not() const;

  // Called by the program: it does what cannot be explored, and `why` says so. Ends the
  // exploration.
  [[noreturn]] static void refuse(const std::string& why);

  void next(Execution& execution) override;
  void go_home() override;

 private:
  enum class Wish { kNone, kChild, kHome, kDone };

  static void explorer_main();
  void ask(Wish wish);
  bool run_child();
  bool go_on_after_death(int status);
  void make_threads(Execution& execution);

  void (*explorer_)() = nullptr;
  Flow waiting_{Carrier::kFibers};    // Whoever forks and waits, on the process's own stack.
  Flow exploring_{Carrier::kFibers};  // The explorer, on the shared stack.
  Wish wish_ = Wish::kNone;
  bool at_home_ = true;
  std::size_t threads_made_ = 0;  // In the first process, for all to use.
};

}  // namespace interleave
