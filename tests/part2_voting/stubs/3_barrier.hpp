// Exercise 2.3: a barrier: nobody goes on before all have arrived, round after round.
#pragma once

#include <cstddef>
#include <stdexcept>

#include "provided/not_written.hpp"

// A meeting point for `parties` threads. A round ends when all parties have arrived; then the next
// round begins at once.
//
// What a thread wrote before it arrived is seen by every thread that goes on from this round.
//
// Thread safety: at one time, as many threads may be inside as there are parties left. A thread
// that has gone on may arrive for the next round at once, while others are still on their way out.
// The constructor and the destructor may run only while no thread is inside: the barrier may be
// destroyed as soon as all calls have returned.
class Barrier {
 public:
  // Makes a barrier for so many parties. Throws std::invalid_argument if parties is 0.
  // TODO 2.3a: give your members their first values here.
  explicit Barrier(std::size_t parties) {
    if (parties == 0) throw std::invalid_argument("Barrier: parties must not be 0");
  }

  Barrier(const Barrier&) = delete;
  Barrier& operator=(const Barrier&) = delete;

  // Arrives, and waits until all parties have arrived in this round.
  // Requires: fewer threads are inside than there are parties left.
  void arrive_and_wait() { not_written("2.3 arrive_and_wait"); }  // TODO 2.3b

  // Arrives in this round, does not wait, and is not expected in later rounds: there is one party
  // less. If it is the last to arrive, the others go on.
  // Requires: fewer threads are inside than there are parties left.
  void arrive_and_drop() { not_written("2.3 arrive_and_drop"); }  // TODO 2.3c

 private:
  // TODO 2.3d: how many threads are expected, how many have arrived, and in which round? Which lock
  // guards these members?
  // TODO 2.3e: what exactly does a thread wait for? Does it still hold when the thread wakes late?
};
