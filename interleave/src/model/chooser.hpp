// Who decides. The execution asks a chooser wherever more than one thing may happen next.
#pragma once

#include <cstddef>
#include <span>

#include "model/operation.hpp"

namespace interleave {

struct Thread;

struct Crossroads {
  // At least two. First comes what needs no switch of threads, unless the running thread yields.
  std::span<const Alternative> alternatives;
  // The thread that took the last step.
  ThreadId running = kNobody;
  // It can go on: to choose another is a preemption.
  bool running_can_go_on = false;
  // What each thread would do, by its id.
  std::span<Thread* const> threads;
};

class Chooser {
 public:
  virtual ~Chooser() = default;

  // An execution starts.
  virtual void begin_run() {}

  // `thread` takes its pending step, whether or not there was a choice. Comes after choose().
  // `threads`: all there are, by their ids.
  virtual void note_step(const Thread& /*thread*/, std::span<Thread* const> /*threads*/) {}

  // Returns an index into at.alternatives.
  virtual std::size_t choose(const Crossroads& at) = 0;
};

}  // namespace interleave
