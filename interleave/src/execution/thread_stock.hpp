// Threads to be used again in every run: what they run on is costly to make.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "model/run.hpp"

namespace interleave {

class ThreadStock {
 public:
  explicit ThreadStock(Carrier carrier) : carrier_(carrier) {}

  // Another exploration begins: threads of the same ancestry get the same ProcessId in each of its
  // runs.
  void forget_ancestry() { children_.assign(1, {}); }

  // Adds a thread to `run` that begins with entry(). The running thread is its parent.
  // Throws std::system_error when there are kThreadsMax already.
  Thread& add_to(Run& run, void (*entry)());

  // For runs in processes of their own. The first `count_kept` threads are there for every run;
  // those above were made in a process that is no more, and are forgotten. Then there are `count`.
  void fill(std::size_t count_kept, std::size_t count, void (*entry)());
  std::size_t size() const { return pool_.size(); }

 private:
  ProcessId process_of_child(Thread& parent);

  const Carrier carrier_;
  std::vector<std::unique_ptr<Thread>> pool_;
  // By process: the processes of the threads that it started, in order.
  std::vector<std::vector<ProcessId>> children_;
};

}  // namespace interleave
